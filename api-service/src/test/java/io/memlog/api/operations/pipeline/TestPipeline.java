package io.memlog.api.operations.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/// The topology on a driver of Kafka's, at a time that a test moves.
final class TestPipeline implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-02T12:00:00Z");
    static final Duration RETENTION = Duration.ofHours(24);

    private final TopologyTestDriver driver;
    private final Map<String, TestInputTopic<byte[], byte[]>> topics = new HashMap<>();
    private Instant now = NOW;

    /// A record of a topic of the pipeline.
    record Message(String topic, TestRecord<byte[], byte[]> record) {}

    TestPipeline(Path folder) {
        var config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.STATE_DIR_CONFIG, folder.toString());
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        driver = new TopologyTestDriver(
                PipelineTopology.build(RETENTION, new PipelineMeters(new SimpleMeterRegistry())), config, NOW);
        for (var topic : PipelineTopology.sources()) {
            topics.put(
                    topic.name(),
                    driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer()));
        }
    }

    void send(Message... messages) {
        for (var message : messages) {
            Objects.requireNonNull(topics.get(message.topic())).pipeInput(message.record());
        }
    }

    void advance(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
    }

    /// A change of a memory, which is a deletion since its content does not matter.
    static Message change(long memory, long version, Instant at) {
        var event = new MemoryDeleted(new MemoryId(memory), "u", "p", version, at);
        return message(Topic.EVENTS, "memory_log-" + memory + "/" + version, at, event, NOW);
    }

    static Message purge(long memory, long version) {
        var headers = new RecordHeaders();
        headers.add(CloudEventHeaders.MEMORY_VERSION, Long.toString(version).getBytes(UTF_8));
        return new Message(
                Topic.EVENTS.name(), new TestRecord<>(Long.toString(memory).getBytes(UTF_8), null, headers, NOW));
    }

    static Message stored(Projection projection, long memory, long version, Instant at) {
        var event = new ProjectionStored(projection, key(memory), version, at);
        return message(Topic.PROGRESS, event.type() + memory + "/" + version, at, event, NOW);
    }

    static Message failed(Projection projection, long memory, long version, Instant at) {
        var event = new ProjectionFailed(projection, key(memory), version, "r", "d", at);
        return message(Topic.PROGRESS, event.type() + memory + "/" + version, at, event, NOW);
    }

    static Message replayed(Projection projection, long memory, UUID deadLetter, int replay, Instant at) {
        var event = new ProjectionReplayed(projection, key(memory), 1, deadLetter, replay, ReplayOutcome.APPLIED, at);
        return message(Topic.PROGRESS, event.type() + deadLetter + "/" + replay, at, event, NOW);
    }

    /// @param key    null for a message without one
    /// @param offset of the message that failed
    static Message deadLetter(Projection projection, @Nullable String key, @Nullable Long version, long offset) {
        var headers = new RecordHeaders();
        headers.add(DeadLetterHeaders.ORIGINAL_TOPIC, Topic.EVENTS.name().getBytes(UTF_8));
        headers.add(
                DeadLetterHeaders.ORIGINAL_PARTITION,
                ByteBuffer.allocate(4).putInt(0).array());
        headers.add(
                DeadLetterHeaders.ORIGINAL_OFFSET,
                ByteBuffer.allocate(8).putLong(offset).array());
        if (version != null) {
            headers.add(CloudEventHeaders.MEMORY_VERSION, Long.toString(version).getBytes(UTF_8));
        }
        var bytes = key == null ? null : key.getBytes(UTF_8);
        return new Message(Topic.deadLetters(projection).name(), new TestRecord<>(bytes, new byte[] {1}, headers, NOW));
    }

    /// The same message, written to its topic at another time.
    static Message written(Instant time, Message message) {
        var record = message.record();
        return new Message(message.topic(), new TestRecord<>(record.key(), record.value(), record.headers(), time));
    }

    /// What is counted for a minute.
    MinuteStatistics minute(Instant time) {
        var bytes = minutes().get(Duration.between(Instant.EPOCH, time).toMinutes());
        return bytes == null ? new MinuteStatistics() : MinuteStatistics.parse(bytes);
    }

    Map<Long, byte[]> minutes() {
        Map<Long, byte[]> minutes = new LinkedHashMap<>();
        try (var all =
                driver.<Long, byte[]>getKeyValueStore(PipelineTopology.MINUTES).all()) {
            all.forEachRemaining(minute -> minutes.put(minute.key, minute.value));
        }
        return minutes;
    }

    int memories() {
        int memories = 0;
        try (var all = driver.<String, byte[]>getKeyValueStore(PipelineTopology.MEMORIES)
                .all()) {
            while (all.hasNext()) {
                all.next();
                memories++;
            }
        }
        return memories;
    }

    Instant now() {
        return now;
    }

    @Override
    public void close() {
        driver.close();
    }

    private static MemoryKey key(long memory) {
        return new MemoryKey(new MemoryId(memory), new Tenant("u", "p"));
    }

    private static Message message(Topic topic, String id, Instant at, MemoryEvent event, Instant written) {
        var message = EventMessage.of(id, "/memlog/test", at, event);
        var headers = new RecordHeaders();
        message.headers().forEach((name, value) -> headers.add(name, value.getBytes(UTF_8)));
        return new Message(
                topic.name(),
                new TestRecord<>(message.key().getBytes(UTF_8), message.data().getBytes(UTF_8), headers, written));
    }
}
