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
import org.jspecify.annotations.Nullable;

/// Reports through Kafka. The producer is made when it is first needed, and again after a failure, so that
/// Kafka may be away at any time. One thread uses it at a time.
public final class KafkaResultPublisher implements ResultPublisher, AutoCloseable {

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final String source;
    private final String consumerGroup;
    private final Topic deadLetters;
    private final Clock clock;
    private @Nullable Producer<byte[], byte[]> current;

    /// @param producers     makes producers that wait for every replica and give up within a bounded time
    /// @param source        the CloudEvents source of what is reported, such as `/memlog/embedding-worker`
    /// @param consumerGroup whose dead letters these are
    public KafkaResultPublisher(
            Supplier<Producer<byte[], byte[]>> producers,
            Projection projection,
            String source,
            String consumerGroup,
            Clock clock) {
        this.producers = producers;
        this.source = source;
        this.consumerGroup = consumerGroup;
        this.deadLetters = Topic.deadLetters(projection);
        this.clock = clock;
    }

    @Override
    public void progress(List<? extends ProjectionEvent> events) throws PublishFailedException {
        if (!events.isEmpty()) {
            deliver(Topic.PROGRESS.name(), _ -> events.stream().map(this::message));
        }
    }

    @Override
    public void deadLetters(List<DeadLetter> letters) throws PublishFailedException {
        if (!letters.isEmpty()) {
            deliver(deadLetters.name(), partitions -> letters.stream().map(letter -> message(letter, partitions)));
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

    /// The same each time the same is reported.
    private static String id(ProjectionEvent event) {
        return event instanceof ProjectionReplayed replayed
                ? event.type() + "/" + replayed.deadLetter() + "/" + replayed.replay()
                : event.type() + "/" + event.key().id() + "/" + event.version();
    }

    /// The letter keeps its partition number, except in a topic that was made with too few.
    private ProducerRecord<byte[], byte[]> message(DeadLetter letter, int partitions) {
        var partition = letter.message().partition();
        return DeadLetterMessage.of(
                letter, deadLetters.name(), partition < partitions ? partition : null, consumerGroup);
    }

    /// Ends with the first message that fails at once: that is after a wait for Kafka, which is enough for all.
    ///
    /// @param messages made for a number of partitions
    private void deliver(String topic, IntFunction<Stream<ProducerRecord<byte[], byte[]>>> messages)
            throws PublishFailedException {
        try {
            var producer = producer();
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (var message :
                    messages.apply(producer.partitionsFor(topic).size()).toList()) {
                var acknowledgement = producer.send(message);
                sent.add(acknowledgement);
                if (acknowledgement.isDone()) {
                    acknowledgement.get();
                }
            }
            producer.flush();
            for (var acknowledgement : sent) {
                acknowledgement.get();
            }
        } catch (ExecutionException | KafkaException | IllegalStateException e) {
            close();
            var cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
            throw new PublishFailedException(topic + " cannot be written: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
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
