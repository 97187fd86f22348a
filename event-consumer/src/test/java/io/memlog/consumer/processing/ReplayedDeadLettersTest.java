package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.asReplay;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static io.memlog.consumer.Messages.tombstone;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayedDeadLettersTest {

    private static final UUID DEAD_LETTER = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final BatchProcessorFixture fixture = new BatchProcessorFixture();

    @Test
    void a_replayed_dead_letter_that_succeeds_is_reported_as_applied() {
        replay(change(memory(1), 2), DEAD_LETTER, 3);

        var batch = fixture.process();

        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/2", "vector.replayed/1/2");
        assertThat(replayed()).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.key()).isEqualTo(memory(1));
            assertThat(deadLetter.deadLetter()).isEqualTo(DEAD_LETTER);
            assertThat(deadLetter.replay()).isEqualTo(3);
            assertThat(deadLetter.outcome()).isEqualTo(ReplayOutcome.APPLIED);
            assertThat(deadLetter.at()).isEqualTo(BatchProcessorFixture.NOW);
        });
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void a_repair_at_the_same_version_is_applied_too() {
        fixture.partition.live(change(memory(1), 2));
        fixture.process();

        replay(change(memory(1), 2), DEAD_LETTER, 1);
        fixture.process();

        assertThat(outcomes()).containsExactly(ReplayOutcome.APPLIED);
    }

    @Test
    void a_dead_letter_older_than_the_stored_version_is_skipped() {
        fixture.partition.live(change(memory(1), 5), deletion(memory(2), 5));
        fixture.process();

        replay(change(memory(1), 4), DEAD_LETTER, 1);
        replay(change(memory(2), 4), OTHER, 1);
        fixture.process();

        assertThat(outcomes()).containsExactly(ReplayOutcome.SKIPPED, ReplayOutcome.SKIPPED);
        assertThat(replayed()).extracting(ProjectionReplayed::version).containsExactly(4L, 4L);
    }

    @Test
    void a_dead_letter_superseded_in_the_same_batch_is_skipped() {
        replay(change(memory(1), 1), DEAD_LETTER, 1);
        replay(change(memory(1), 2), OTHER, 1);
        fixture.partition.live(change(memory(1), 3));

        fixture.process();

        assertThat(replayed()).extracting(ProjectionReplayed::deadLetter).containsExactly(DEAD_LETTER, OTHER);
        assertThat(outcomes()).containsOnly(ReplayOutcome.SKIPPED);
    }

    @Test
    void two_dead_letters_of_one_version_are_both_applied() {
        replay(change(memory(1), 2), DEAD_LETTER, 1);
        replay(change(memory(1), 2), OTHER, 1);
        fixture.partition.live(change(memory(1), 2));

        fixture.process();

        assertThat(fixture.projection.writes()).hasSize(1);
        assertThat(outcomes()).containsExactly(ReplayOutcome.APPLIED, ReplayOutcome.APPLIED);
    }

    @Test
    void a_tombstone_is_applied_and_a_change_beside_it_skipped() {
        replay(change(memory(1), 2), OTHER, 1);
        fixture.partition.add(asReplay(tombstone(Partition.REPLAY, memory(1), 9), DEAD_LETTER, 1));

        fixture.process();

        assertThat(replayed())
                .extracting(ProjectionReplayed::deadLetter, ProjectionReplayed::outcome)
                .containsExactlyInAnyOrder(
                        tuple(DEAD_LETTER, ReplayOutcome.APPLIED), tuple(OTHER, ReplayOutcome.SKIPPED));
        assertThat(replayed()).extracting(ProjectionReplayed::version).containsExactlyInAnyOrder(9L, 2L);
    }

    @Test
    void a_dead_letter_that_fails_again_is_not_reported_as_replayed() {
        fixture.projection.before(changes -> {
            throw new IllegalStateException("cannot write");
        });
        replay(change(memory(1), 2), DEAD_LETTER, 1);
        replay(change(memory(1), 2), OTHER, 2);
        replay(change(memory(1), 1), new UUID(3, 3), 1);

        var batch = fixture.process();

        assertThat(fixture.published.deadLetters)
                .extracting(ReplayedDeadLettersTest::deadLetter)
                .containsExactlyInAnyOrder(DEAD_LETTER.toString(), OTHER.toString());
        assertThat(replayed()).singleElement().satisfies(skipped -> {
            assertThat(skipped.deadLetter()).isEqualTo(new UUID(3, 3));
            assertThat(skipped.outcome()).isEqualTo(ReplayOutcome.SKIPPED);
        });
        assertThat(batch.isAcknowledged()).isTrue();
    }

    @Test
    void an_undecodable_dead_letter_becomes_a_dead_letter_again() {
        fixture.partition.add(
                asReplay(message(Partition.REPLAY, "9", Map.of(), "nonsense".getBytes(UTF_8)), DEAD_LETTER, 1));
        fixture.partition.add(asReplay(message(Partition.REPLAY, "9", Map.of(), null), OTHER, 1));

        fixture.process();

        assertThat(fixture.published.deadLetters)
                .extracting(ReplayedDeadLettersTest::deadLetter)
                .containsExactly(DEAD_LETTER.toString(), OTHER.toString());
        assertThat(replayed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "no-uuid, 1",
        "1-1-1-1-1, 1",
        "'', 1",
        "00000000-0000-0001-0000-000000000001, 0",
        "00000000-0000-0001-0000-000000000001, -1",
        "00000000-0000-0001-0000-000000000001, first",
        "00000000-0000-0001-0000-000000000001, 99999999999",
    })
    void malformed_replay_headers_are_ignored(String deadLetter, String replay) {
        var message = message(Partition.REPLAY, change(memory(1), 1));
        message.headers().add(DeadLetterHeaders.DEAD_LETTER_ID, deadLetter.getBytes(UTF_8));
        message.headers().add(DeadLetterHeaders.REPLAY, replay.getBytes(UTF_8));
        fixture.partition.add(message);

        fixture.process();

        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/1");
    }

    @Test
    void replay_headers_on_the_live_topic_are_ignored() {
        fixture.partition.add(asReplay(message(Partition.LIVE, change(memory(1), 1)), DEAD_LETTER, 1));

        fixture.process();

        assertThat(fixture.published.reported()).containsExactly("vector.stored/1/1");
    }

    @Test
    void nothing_is_acknowledged_before_the_replay_is_reported() {
        fixture.published.failures = Integer.MAX_VALUE;
        replay(change(memory(1), 1), DEAD_LETTER, 1);

        var batch = fixture.processOnce();

        assertThat(fixture.projection.versions()).containsOnlyKeys(memory(1));
        assertThat(batch.acknowledgedOffsets()).isEmpty();
    }

    private void replay(MemoryChange change, UUID deadLetter, int replay) {
        fixture.partition.add(asReplay(message(Partition.REPLAY, change), deadLetter, replay));
    }

    private List<ProjectionReplayed> replayed() {
        return fixture.published.progress.stream()
                .filter(ProjectionReplayed.class::isInstance)
                .map(ProjectionReplayed.class::cast)
                .toList();
    }

    private List<ReplayOutcome> outcomes() {
        return replayed().stream().map(ProjectionReplayed::outcome).toList();
    }

    private static String deadLetter(DeadLetter deadLetter) {
        return new String(
                deadLetter
                        .record()
                        .headers()
                        .lastHeader(DeadLetterHeaders.DEAD_LETTER_ID)
                        .value(),
                UTF_8);
    }
}
