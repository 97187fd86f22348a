package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.again;
import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// What a follower does with dead letters that are sent again, on a Kafka of any kind.
abstract class ReplayContract extends OnKafka {

    private final UUID letter = UUID.randomUUID();

    @Test
    void a_replayed_letter_that_is_applied_is_reported_before_it_is_committed() throws Exception {
        follow();

        kafka.send(again(message(REPLAY.name(), change(memory(1), 2)), letter, 1));
        settled();

        assertThat(reported()).containsExactly("vector.stored/1/2", "vector.replayed/" + letter + "/1");
        assertThat(replayed()).singleElement().satisfies(settled -> {
            assertThat(settled.deadLetter()).isEqualTo(letter);
            assertThat(settled.replay()).isEqualTo(1);
            assertThat(settled.outcome()).isEqualTo(ReplayOutcome.APPLIED);
        });
    }

    @Test
    void a_death_between_report_and_commit_reports_the_letter_again() throws Exception {
        var dying = follow();
        kafka.send(again(message(REPLAY.name(), change(memory(1), 2)), letter, 1));
        settled();
        dying.stop();
        kafka.forgetCommits(group);

        follow();
        settled();

        assertThat(replayed()).hasSize(2).allSatisfy(settled -> {
            assertThat(settled.deadLetter()).isEqualTo(letter);
            assertThat(settled.outcome()).isEqualTo(ReplayOutcome.APPLIED);
        });
    }

    @Test
    void a_letter_that_fails_again_keeps_its_name_and_tells_its_story_once() throws Exception {
        index.before(changes -> {
            throw new NonRetryableException("content_refused", "no", null);
        });
        var sent = again(message(REPLAY.name(), change(memory(1), 2)), letter, 2);
        withTheStoryOfAFormerFailure(sent);
        follow();

        kafka.send(sent);
        settled();

        assertThat(kafka.read(DEAD)).singleElement().satisfies(buried -> {
            assertThat(values(buried, DeadLetterHeaders.DEAD_LETTER_ID)).containsExactly(letter.toString());
            assertThat(values(buried, DeadLetterHeaders.REPLAY)).containsExactly("2");
            assertThat(values(buried, DeadLetterHeaders.REASON)).containsExactly("content_refused");
            assertThat(values(buried, DeadLetterHeaders.ATTEMPTS)).containsExactly("1");
            assertThat(values(buried, DeadLetterHeaders.ORIGINAL_TOPIC)).containsExactly(REPLAY.name());
            assertThat(names(buried))
                    .filteredOn(name -> name.startsWith(DeadLetterHeaders.PREFIX))
                    .doesNotHaveDuplicates()
                    .doesNotContain(DeadLetterHeaders.EXCEPTION_CAUSE);
            assertThat(buried.value()).isEqualTo(sent.value());
        });
        assertThat(replayed()).isEmpty();
    }

    private static void withTheStoryOfAFormerFailure(ProducerRecord<byte[], byte[]> sent) {
        for (var name : List.of(
                DeadLetterHeaders.ORIGINAL_TOPIC,
                DeadLetterHeaders.EXCEPTION_CAUSE,
                DeadLetterHeaders.REASON,
                DeadLetterHeaders.ATTEMPTS)) {
            sent.headers().add(name, "former".getBytes(UTF_8));
        }
    }

    private List<ProjectionReplayed> replayed() throws Exception {
        return kafka.read(Topic.PROGRESS).stream()
                .filter(progress -> header(progress, CloudEventHeaders.TYPE).equals("vector.replayed"))
                .map(ReplayContract::decoded)
                .toList();
    }

    private static ProjectionReplayed decoded(ConsumerRecord<byte[], byte[]> progress) {
        Map<String, String> headers = new HashMap<>();
        progress.headers().forEach(header -> headers.put(header.key(), text(header.value())));
        try {
            return (ProjectionReplayed) EventMessage.decode(headers, progress.value());
        } catch (UndecodableEventException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> names(ConsumerRecord<byte[], byte[]> message) {
        return StreamSupport.stream(message.headers().spliterator(), false)
                .map(header -> Objects.requireNonNull(header.key()))
                .toList();
    }

    private static List<String> values(ConsumerRecord<byte[], byte[]> message, String name) {
        return StreamSupport.stream(message.headers().headers(name).spliterator(), false)
                .map(header -> text(header.value()))
                .toList();
    }
}
