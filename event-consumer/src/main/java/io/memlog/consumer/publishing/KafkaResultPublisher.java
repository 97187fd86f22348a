package io.memlog.consumer.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/// Publishes to Kafka. It creates the producer on first use and again after a failure, so that Kafka may be
/// unavailable at any time. Not thread-safe.
public final class KafkaResultPublisher implements ResultPublisher, AutoCloseable {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String source;
    private final String consumerGroup;
    private final Topic deadLetterTopic;
    private final Clock clock;
    private @Nullable Producer<byte[], byte[]> current;

    /// @param producers     creates producers with `acks=all` and bounded timeouts
    /// @param source        the CloudEvents source of the events, such as `/memlog/embedding-worker`
    /// @param consumerGroup the consumer group that the dead letters name
    public KafkaResultPublisher(
            Supplier<Producer<byte[], byte[]>> producers,
            Projection projection,
            String source,
            String consumerGroup,
            Clock clock) {
        this.producers = producers;
        this.source = source;
        this.consumerGroup = consumerGroup;
        this.deadLetterTopic = Topic.deadLetters(projection);
        this.clock = clock;
    }

    @Override
    public void publishProgress(List<? extends ProjectionEvent> events) throws PublishFailedException {
        if (!events.isEmpty()) {
            publish(Topic.PROGRESS.name(), _ -> events.stream().map(this::message));
        }
    }

    @Override
    public void publishDeadLetters(List<DeadLetter> deadLetters) throws PublishFailedException {
        if (!deadLetters.isEmpty()) {
            publish(
                    deadLetterTopic.name(),
                    partitions -> deadLetters.stream().map(deadLetter -> message(deadLetter, partitions)));
        }
    }

    private ProducerRecord<byte[], byte[]> message(ProjectionEvent event) {
        var message = EventMessage.of(id(event), source, clock.instant(), event);
        var sent = new ProducerRecord<>(
                Topic.PROGRESS.name(),
                message.key().getBytes(UTF_8),
                message.data().getBytes(UTF_8));
        message.headers().forEach((name, value) -> sent.headers().add(name, value.getBytes(UTF_8)));
        return sent;
    }

    /// Deterministic, so that a repeated event has the same id.
    private static String id(ProjectionEvent event) {
        return event instanceof ProjectionReplayed replayed
                ? event.type() + "/" + replayed.deadLetter() + "/" + replayed.replay()
                : event.type() + "/" + event.key().id() + "/" + event.version();
    }

    /// Keeps the partition number, unless the dead-letter topic has fewer partitions.
    private ProducerRecord<byte[], byte[]> message(DeadLetter deadLetter, int partitions) {
        var partition = deadLetter.record().partition();
        return DeadLetterMessage.of(
                deadLetter, deadLetterTopic.name(), partition < partitions ? partition : null, consumerGroup);
    }

    /// Stops after the first send that fails immediately: it has waited for Kafka long enough for all
    /// messages.
    ///
    /// @param messages created for the number of partitions of the topic
    private void publish(String topic, IntFunction<Stream<ProducerRecord<byte[], byte[]>>> messages)
            throws PublishFailedException {
        try {
            var producer = producer();
            List<Sent> sent = new ArrayList<>();
            for (var message :
                    messages.apply(producer.partitionsFor(topic).size()).toList()) {
                var each = new Sent(message, producer.send(message));
                if (each.acknowledgement().isDone()) {
                    awaitAcknowledgement(each);
                } else {
                    sent.add(each);
                }
            }
            producer.flush();
            for (var each : sent) {
                awaitAcknowledgement(each);
            }
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            close();
            var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new PublishFailedException(topic + " cannot be written: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private record Sent(ProducerRecord<byte[], byte[]> message, Future<RecordMetadata> acknowledgement) {}

    /// A dead letter that Kafka refuses as too large is published with the first bytes of its value.
    private void awaitAcknowledgement(Sent sent) throws ExecutionException, InterruptedException {
        try {
            sent.acknowledgement().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)
                    || !sent.message().topic().equals(deadLetterTopic.name())) {
                throw e;
            }
            producer().send(DeadLetterMessage.truncated(sent.message())).get();
        }
    }

    private Producer<byte[], byte[]> producer() {
        if (current == null) {
            current = producers.get();
        }
        return current;
    }

    @Override
    public void close() {
        if (current != null) {
            current.close(Duration.ZERO);
            current = null;
        }
    }
}
