package io.memlog.consumer.processing;

import static io.memlog.consumer.Messages.again;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.deletion;
import static io.memlog.consumer.Messages.erasure;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplayedDeadLettersTest {

    private static final UUID LETTER = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final BatchProcessorFixture bench = new BatchProcessorFixture();

    @Test
    void a_letter_that_can_be_applied_now_is_reported_as_applied() {
        replay(change(memory(1), 2), LETTER, 3);

        var batch = bench.work();

        assertThat(bench.reports.reported()).containsExactly("vector.stored/1/2", "vector.replayed/1/2");
        assertThat(settled()).singleElement().satisfies(letter -> {
            assertThat(letter.key()).isEqualTo(memory(1));
            assertThat(letter.deadLetter()).isEqualTo(LETTER);
            assertThat(letter.replay()).isEqualTo(3);
            assertThat(letter.outcome()).isEqualTo(ReplayOutcome.APPLIED);
            assertThat(letter.at()).isEqualTo(bench.time.instant());
        });
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void a_repair_at_the_same_version_is_applied_too() {
        bench.partition.live(change(memory(1), 2));
        bench.work();

        replay(change(memory(1), 2), LETTER, 1);
        bench.work();

        assertThat(outcomes()).containsExactly(ReplayOutcome.APPLIED);
    }

    @Test
    void a_letter_older_than_what_the_index_holds_is_passed_over() {
        bench.partition.live(change(memory(1), 5), deletion(memory(2), 5));
        bench.work();

        replay(change(memory(1), 4), LETTER, 1);
        replay(change(memory(2), 4), OTHER, 1);
        bench.work();

        assertThat(outcomes()).containsExactly(ReplayOutcome.SKIPPED, ReplayOutcome.SKIPPED);
        assertThat(settled()).extracting(ProjectionReplayed::version).containsExactly(4L, 4L);
    }

    @Test
    void a_letter_whose_place_a_newer_message_of_the_batch_took_is_passed_over() {
        replay(change(memory(1), 1), LETTER, 1);
        replay(change(memory(1), 2), OTHER, 1);
        bench.partition.live(change(memory(1), 3));

        bench.work();

        assertThat(settled()).extracting(ProjectionReplayed::deadLetter).containsExactly(LETTER, OTHER);
        assertThat(outcomes()).containsOnly(ReplayOutcome.SKIPPED);
    }

    @Test
    void two_letters_of_one_version_are_both_applied() {
        replay(change(memory(1), 2), LETTER, 1);
        replay(change(memory(1), 2), OTHER, 1);
        bench.partition.live(change(memory(1), 2));

        bench.work();

        assertThat(bench.index.writes()).hasSize(1);
        assertThat(outcomes()).containsExactly(ReplayOutcome.APPLIED, ReplayOutcome.APPLIED);
    }

    @Test
    void an_erasure_is_applied_and_a_change_beside_it_passed_over() {
        replay(change(memory(1), 2), OTHER, 1);
        bench.partition.add(again(erasure(Partition.REPLAY, memory(1)), LETTER, 1));

        bench.work();

        assertThat(settled())
                .extracting(ProjectionReplayed::deadLetter, ProjectionReplayed::outcome)
                .containsExactlyInAnyOrder(tuple(LETTER, ReplayOutcome.APPLIED), tuple(OTHER, ReplayOutcome.SKIPPED));
        assertThat(settled()).extracting(ProjectionReplayed::version).containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void a_letter_that_fails_again_is_buried_and_not_reported_as_settled() {
        bench.index.before(changes -> {
            throw new IllegalStateException("cannot write");
        });
        replay(change(memory(1), 2), LETTER, 1);
        replay(change(memory(1), 2), OTHER, 2);
        replay(change(memory(1), 1), new UUID(3, 3), 1);

        var batch = bench.work();

        assertThat(bench.reports.deadLetters)
                .extracting(ReplayedDeadLettersTest::letter)
                .containsExactlyInAnyOrder(LETTER.toString(), OTHER.toString());
        assertThat(settled()).singleElement().satisfies(passedOver -> {
            assertThat(passedOver.deadLetter()).isEqualTo(new UUID(3, 3));
            assertThat(passedOver.outcome()).isEqualTo(ReplayOutcome.SKIPPED);
        });
        assertThat(batch.isSettled()).isTrue();
    }

    @Test
    void an_undecodable_letter_is_buried_again() {
        bench.partition.add(again(message(Partition.REPLAY, "9", Map.of(), "nonsense".getBytes(UTF_8)), LETTER, 1));
        bench.partition.add(again(message(Partition.REPLAY, "9", Map.of(), null), OTHER, 1));

        bench.work();

        assertThat(bench.reports.deadLetters)
                .extracting(ReplayedDeadLettersTest::letter)
                .containsExactly(LETTER.toString(), OTHER.toString());
        assertThat(settled()).isEmpty();
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
    void headers_that_name_no_letter_are_ignored(String letter, String replay) {
        var message = message(Partition.REPLAY, change(memory(1), 1));
        message.headers().add(DeadLetterHeaders.DEAD_LETTER_ID, letter.getBytes(UTF_8));
        message.headers().add(DeadLetterHeaders.REPLAY, replay.getBytes(UTF_8));
        bench.partition.add(message);

        bench.work();

        assertThat(bench.reports.reported()).containsExactly("vector.stored/1/1");
    }

    @Test
    void on_the_live_topic_nothing_is_a_replayed_letter() {
        bench.partition.add(again(message(Partition.LIVE, change(memory(1), 1)), LETTER, 1));

        bench.work();

        assertThat(bench.reports.reported()).containsExactly("vector.stored/1/1");
    }

    @Test
    void nothing_is_settled_before_the_letter_is_reported() {
        bench.reports.refusals = Integer.MAX_VALUE;
        bench.time.endIn(Duration.ofMinutes(10));
        replay(change(memory(1), 1), LETTER, 1);

        var batch = bench.work();

        assertThat(bench.index.versions()).containsOnlyKeys(memory(1));
        assertThat(batch.settledUpTo()).isEmpty();
    }

    private void replay(MemoryChange change, UUID letter, int replay) {
        bench.partition.add(again(message(Partition.REPLAY, change), letter, replay));
    }

    private List<ProjectionReplayed> settled() {
        return bench.reports.progress.stream()
                .filter(ProjectionReplayed.class::isInstance)
                .map(ProjectionReplayed.class::cast)
                .toList();
    }

    private List<ReplayOutcome> outcomes() {
        return settled().stream().map(ProjectionReplayed::outcome).toList();
    }

    private static String letter(DeadLetter letter) {
        return new String(
                letter.message()
                        .headers()
                        .lastHeader(DeadLetterHeaders.DEAD_LETTER_ID)
                        .value(),
                UTF_8);
    }
}
