package io.memlog.consumer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.DeadLetter;
import io.memlog.consumer.processing.PauseException;
import io.memlog.consumer.processing.ProgressReport;
import io.memlog.consumer.processing.ResultPublisher;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/// Publishes to Kafka. It creates the producer on first use and again after a failure, so that Kafka may be
/// unavailable at any time. Thread-safe.
final class KafkaResultPublisher implements ResultPublisher, AutoCloseable {

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final String source;
    private final String consumerGroup;
    private final Topic deadLetterTopic;
    private final Clock clock;

    /// @param producers     with `acks=all` and bounded timeouts
    /// @param source        the CloudEvents source of the events, such as `/memlog/embedding-worker`
    /// @param consumerGroup the consumer group that the dead letters name
    KafkaResultPublisher(
            DefaultKafkaProducerFactory<byte[], byte[]> producers,
            Projection projection,
            String source,
            String consumerGroup,
            Clock clock) {
        this.producers = producers;
        this.kafka = new KafkaTemplate<>(producers);
        kafka.setProducerListener(null);
        this.source = source;
        this.consumerGroup = consumerGroup;
        this.deadLetterTopic = Topic.deadLetters(projection);
        this.clock = clock;
    }

    @Override
    public void publish(List<DeadLetter> deadLetters, List<ProgressReport> progress) throws PauseException {
        var topic = deadLetterTopic.name();
        try {
            send(deadLetters.stream().map(this::message).toList());
            topic = Topic.PROGRESS.name();
            send(progress.stream().map(this::message).toList());
        } catch (ExecutionException | KafkaException | org.springframework.kafka.KafkaException e) {
            producers.reset();
            var cause = root(e);
            throw new PauseException(PauseCause.KAFKA, topic + " cannot be written: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private ProducerRecord<byte[], byte[]> message(ProgressReport report) {
        var event = report.event();
        var message = EventMessage.of(id(event), source, clock.instant(), event);
        var sent = new ProducerRecord<>(
                Topic.PROGRESS.name(),
                message.key().getBytes(UTF_8),
                message.data().getBytes(UTF_8));
        message.headers().forEach((name, value) -> sent.headers().add(name, value.getBytes(UTF_8)));
        if (report.cause().timestamp() >= 0) {
            addTime(
                    sent,
                    CloudEventHeaders.PUBLISHED_AT,
                    Instant.ofEpochMilli(report.cause().timestamp()));
        }
        addTime(sent, CloudEventHeaders.ATTEMPTED_AT, report.attemptedAt());
        if (report.traceparent() != null) {
            sent.headers()
                    .add(CloudEventHeaders.TRACEPARENT, report.traceparent().getBytes(UTF_8));
        }
        return sent;
    }

    private static void addTime(ProducerRecord<byte[], byte[]> message, String header, Instant time) {
        message.headers().add(header, UtcTime.format(time).getBytes(UTF_8));
    }

    /// Deterministic, so that a repeated event has the same id.
    private static String id(ProjectionEvent event) {
        return event instanceof ProjectionReplayed replayed
                ? event.type() + "/" + replayed.deadLetter() + "/" + replayed.replay()
                : event.type() + "/" + event.key().id() + "/" + event.version();
    }

    /// Keeps the partition number, unless the dead-letter topic has fewer partitions.
    private ProducerRecord<byte[], byte[]> message(DeadLetter deadLetter) {
        var topic = deadLetterTopic.name();
        var partition = deadLetter.record().partition();
        var hasPartition = partition < kafka.partitionsFor(topic).size();
        return DeadLetterMessage.of(deadLetter, topic, hasPartition ? partition : null, consumerGroup);
    }

    /// Stops after the first send that fails immediately: it has waited for Kafka long enough for all
    /// messages.
    private void send(List<ProducerRecord<byte[], byte[]>> messages) throws ExecutionException, InterruptedException {
        if (messages.isEmpty()) {
            return;
        }
        List<Sent> sent = new ArrayList<>();
        for (var message : messages) {
            var each = new Sent(message, send(message));
            if (each.acknowledgement().isDone()) {
                awaitAcknowledgement(each);
            } else {
                sent.add(each);
            }
        }
        kafka.flush();
        for (var each : sent) {
            awaitAcknowledgement(each);
        }
    }

    private Future<?> send(ProducerRecord<byte[], byte[]> message) {
        try {
            return kafka.send(message);
        } catch (org.springframework.kafka.KafkaException e) {
            return CompletableFuture.failedFuture(root(e));
        }
    }

    /// Without the exceptions of Spring around it.
    private static Throwable root(Throwable failure) {
        var isWrapper =
                failure instanceof ExecutionException || failure instanceof org.springframework.kafka.KafkaException;
        return isWrapper && failure.getCause() != null ? root(failure.getCause()) : failure;
    }

    private record Sent(ProducerRecord<byte[], byte[]> message, Future<?> acknowledgement) {}

    /// A dead letter that Kafka refuses as too large is published with the first bytes of its value.
    private void awaitAcknowledgement(Sent sent) throws ExecutionException, InterruptedException {
        try {
            sent.acknowledgement().get();
        } catch (ExecutionException e) {
            if (!(root(e) instanceof RecordTooLargeException)
                    || !sent.message().topic().equals(deadLetterTopic.name())) {
                throw e;
            }
            kafka.send(DeadLetterMessage.truncated(sent.message())).get();
        }
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
