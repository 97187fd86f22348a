package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.asReplay;
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

/// Replayed dead letters.
abstract class ReplayContract extends ConsumerContract {

    private final UUID deadLetter = UUID.randomUUID();

    @Test
    void an_applied_replay_is_reported_before_it_is_committed() throws Exception {
        startConsumer();

        kafka.send(asReplay(message(REPLAY.name(), change(memory(1), 2)), deadLetter, 1));
        awaitCommitted();

        assertThat(reported()).containsExactly("vector.stored/1/2", "vector.replayed/" + deadLetter + "/1");
        assertThat(replayed()).singleElement().satisfies(event -> {
            assertThat(event.deadLetter()).isEqualTo(deadLetter);
            assertThat(event.replay()).isEqualTo(1);
            assertThat(event.outcome()).isEqualTo(ReplayOutcome.APPLIED);
        });
    }

    @Test
    void a_crash_between_report_and_commit_reports_the_replay_again() throws Exception {
        var crashing = startConsumer();
        kafka.send(asReplay(message(REPLAY.name(), change(memory(1), 2)), deadLetter, 1));
        awaitCommitted();
        crashing.stop();
        kafka.resetCommits(group);

        startConsumer();
        awaitCommitted();

        assertThat(replayed()).hasSize(2).allSatisfy(event -> {
            assertThat(event.deadLetter()).isEqualTo(deadLetter);
            assertThat(event.outcome()).isEqualTo(ReplayOutcome.APPLIED);
        });
    }

    @Test
    void a_dead_letter_that_fails_again_keeps_its_id_and_has_the_headers_of_one_failure() throws Exception {
        projection.before(changes -> {
            throw new NonRetryableException("content_refused", "no", null);
        });
        var sent = asReplay(message(REPLAY.name(), change(memory(1), 2)), deadLetter, 2);
        addHeadersOfAPreviousFailure(sent);
        startConsumer();

        kafka.send(sent);
        awaitCommitted();

        assertThat(kafka.read(DEAD)).singleElement().satisfies(deadLetterAgain -> {
            assertThat(values(deadLetterAgain, DeadLetterHeaders.DEAD_LETTER_ID))
                    .containsExactly(deadLetter.toString());
            assertThat(values(deadLetterAgain, DeadLetterHeaders.REPLAY)).containsExactly("2");
            assertThat(values(deadLetterAgain, DeadLetterHeaders.REASON)).containsExactly("content_refused");
            assertThat(values(deadLetterAgain, DeadLetterHeaders.ATTEMPTS)).containsExactly("1");
            assertThat(values(deadLetterAgain, DeadLetterHeaders.ORIGINAL_TOPIC))
                    .containsExactly(REPLAY.name());
            assertThat(names(deadLetterAgain))
                    .filteredOn(name -> name.startsWith(DeadLetterHeaders.PREFIX))
                    .doesNotHaveDuplicates()
                    .doesNotContain(DeadLetterHeaders.EXCEPTION_CAUSE);
            assertThat(deadLetterAgain.value()).isEqualTo(sent.value());
        });
        assertThat(replayed()).isEmpty();
    }

    private static void addHeadersOfAPreviousFailure(ProducerRecord<byte[], byte[]> sent) {
        for (var name : List.of(
                DeadLetterHeaders.ORIGINAL_TOPIC,
                DeadLetterHeaders.EXCEPTION_CAUSE,
                DeadLetterHeaders.REASON,
                DeadLetterHeaders.ATTEMPTS)) {
            sent.headers().add(name, "previous".getBytes(UTF_8));
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
