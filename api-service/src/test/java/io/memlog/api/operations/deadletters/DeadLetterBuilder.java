package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/// A message on its way into a dead-dead letter topic, as a consumer puts it there.
public final class DeadLetterBuilder {

    private static final AtomicLong OFFSETS = new AtomicLong();

    private final Projection consumer;
    private final byte @Nullable [] key;
    private final byte @Nullable [] value;
    private final OriginalRecord origin;
    private final Headers headers = new RecordHeaders();
    private int partition = 3;
    private @Nullable Long timestamp;

    private DeadLetterBuilder(
            Projection consumer, byte @Nullable [] key, byte @Nullable [] value, OriginalRecord origin) {
        this.consumer = consumer;
        this.key = key;
        this.value = value;
        this.origin = origin;
    }

    /// A message that says nothing of itself.
    public static DeadLetterBuilder foreign(Projection consumer, byte @Nullable [] key, byte @Nullable [] value) {
        return new DeadLetterBuilder(consumer, key, value, new OriginalRecord(new RecordPosition("", 0, 0), null));
    }

    /// An event of version 1 of a memory, which could not be applied.
    public static DeadLetterBuilder of(Projection consumer, long memory, String user, String value) {
        return of(consumer, memory, user, value.getBytes(UTF_8));
    }

    /// A purge of a memory up to version 1, which could not be applied.
    public static DeadLetterBuilder purge(Projection consumer, long memory, String user) {
        return of(consumer, memory, user, (byte @Nullable []) null);
    }

    public static DeadLetterBuilder of(Projection consumer, long memory, String user, byte @Nullable [] value) {
        var position = new RecordPosition("memory-log-events", 3, OFFSETS.incrementAndGet());
        var origin = new OriginalRecord(position, 1_700_000_000_000L);
        return new DeadLetterBuilder(consumer, Long.toString(memory).getBytes(UTF_8), value, origin)
                .with(CloudEventHeaders.TYPE, "memory_log.stored")
                .with(CloudEventHeaders.MEMORY_VERSION, "1")
                .with(CloudEventHeaders.USER_ID, user)
                .with(CloudEventHeaders.PROJECT_ID, "p")
                .from(origin)
                .because("undecodable", "io.memlog.UndecodableEventException", "not a readable event");
    }

    /// The same dead letter, failing again when it was replayed.
    public static DeadLetterBuilder again(
            DeadLetterId deadLetter, int replay, Projection consumer, long memory, String user) {
        return of(consumer, memory, user, "again")
                .with(DeadLetterHeaders.DEAD_LETTER_ID, deadLetter.toString())
                .with(DeadLetterHeaders.REPLAY, Integer.toString(replay));
    }

    public DeadLetterId id() {
        return DeadLetterId.of(consumer, origin);
    }

    public DeadLetterBuilder because(String reason, String exception, String text) {
        return with(DeadLetterHeaders.REASON, reason)
                .with(DeadLetterHeaders.ATTEMPTS, "4")
                .with(DeadLetterHeaders.EXCEPTION, exception)
                .with(DeadLetterHeaders.EXCEPTION_MESSAGE, text)
                .with(DeadLetterHeaders.EXCEPTION_STACKTRACE, exception + ": " + text + "\n\tat somewhere");
    }

    public DeadLetterBuilder with(String name, String value) {
        return with(name, value.getBytes(UTF_8));
    }

    public DeadLetterBuilder with(String name, byte @Nullable [] value) {
        headers.remove(name).add(name, value);
        return this;
    }

    private DeadLetterBuilder from(OriginalRecord from) {
        return with(DeadLetterHeaders.ORIGINAL_TOPIC, from.position().topic())
                .with(
                        DeadLetterHeaders.ORIGINAL_PARTITION,
                        ByteBuffer.allocate(4)
                                .putInt(from.position().partition())
                                .array())
                .with(
                        DeadLetterHeaders.ORIGINAL_OFFSET,
                        ByteBuffer.allocate(8).putLong(from.position().offset()).array())
                .with(
                        DeadLetterHeaders.ORIGINAL_TIMESTAMP,
                        ByteBuffer.allocate(8)
                                .putLong(Objects.requireNonNull(from.timestamp()))
                                .array());
    }

    /// Where in the dead-dead letter topic it is to lie.
    public DeadLetterBuilder inPartition(int number) {
        partition = number;
        return this;
    }

    /// When it is published.
    public DeadLetterBuilder at(Instant time) {
        timestamp = time.toEpochMilli();
        return this;
    }

    /// Returns where it lies.
    public RecordPosition in(String bootstrapServers) {
        try (var producer = producer(bootstrapServers)) {
            return in(producer);
        }
    }

    public RecordPosition in(Producer<byte[], byte[]> producer) {
        try {
            var sent = send(producer).get();
            return new RecordPosition(sent.topic(), sent.partition(), sent.offset());
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Puts it on its way.
    public Future<RecordMetadata> send(Producer<byte[], byte[]> producer) {
        var topic = Topic.deadLetters(consumer).name();
        return producer.send(new ProducerRecord<>(topic, partition, timestamp, key, value, headers));
    }

    public static Producer<byte[], byte[]> producer(String bootstrapServers) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 8 * 1024 * 1024);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
