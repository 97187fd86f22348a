package io.memlog.consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/// Creates events and the Kafka records that contain them.
public final class Messages {

    public static final Tenant ANN = new Tenant("ann", "tea");
    public static final Tenant BOB = new Tenant("bob", "coffee");

    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private Messages() {}

    public static MemoryKey memory(long id) {
        return memory(id, ANN);
    }

    public static MemoryKey memory(long id, Tenant tenant) {
        return new MemoryKey(new MemoryId(id), tenant);
    }

    public static MemoryChange change(MemoryKey memory, long version) {
        return change(memory, version, "version " + version);
    }

    public static MemoryChange change(MemoryKey memory, long version, String summary) {
        var log = log(memory, version, summary);
        return version == 1 ? new MemoryStored(log) : new MemoryUpdated(log);
    }

    public static MemoryChange deletion(MemoryKey memory, long version) {
        return new MemoryDeleted(
                memory.id(), memory.tenant().userId(), memory.tenant().projectId(), version, AT);
    }

    public static ProducerRecord<byte[], byte[]> message(String topic, MemoryChange change) {
        var event = EventMessage.of("e-" + change.key().id() + "-" + change.version(), "/test", AT, change);
        return message(topic, event.key(), event.headers(), event.data().getBytes(UTF_8));
    }

    /// The same record as a replayed dead letter.
    public static ProducerRecord<byte[], byte[]> asReplay(
            ProducerRecord<byte[], byte[]> message, UUID deadLetter, int replay) {
        message.headers()
                .add(DeadLetterHeaders.DEAD_LETTER_ID, deadLetter.toString().getBytes(UTF_8))
                .add(DeadLetterHeaders.REPLAY, Integer.toString(replay).getBytes(UTF_8));
        return message;
    }

    /// The same event as a repair that purges what is stored up to a version.
    public static ProducerRecord<byte[], byte[]> asRepair(ProducerRecord<byte[], byte[]> message, long purgeLimit) {
        message.headers().add(CloudEventHeaders.PURGE, Long.toString(purgeLimit).getBytes(UTF_8));
        return message;
    }

    /// A record without a value, which purges the memory up to a version.
    public static ProducerRecord<byte[], byte[]> tombstone(String topic, MemoryKey memory, long version) {
        var headers = Map.of(
                CloudEventHeaders.USER_ID,
                memory.tenant().userId(),
                CloudEventHeaders.PROJECT_ID,
                memory.tenant().projectId(),
                CloudEventHeaders.MEMORY_VERSION,
                Long.toString(version));
        return message(topic, memory.id().toString(), headers, null);
    }

    public static ProducerRecord<byte[], byte[]> message(
            String topic, @Nullable String key, Map<String, String> headers, byte @Nullable [] value) {
        var message = new ProducerRecord<byte[], byte[]>(topic, key == null ? null : key.getBytes(UTF_8), value);
        headers.forEach((name, text) -> message.headers().add(name, text.getBytes(UTF_8)));
        return message;
    }

    private static MemoryLog log(MemoryKey memory, long version, String summary) {
        return new MemoryLog(
                memory.id(),
                version,
                "brew",
                null,
                MemoryDate.day(LocalDate.of(2026, 1, 1)),
                memory.tenant().userId(),
                memory.tenant().projectId(),
                null,
                null,
                null,
                Json.mapper().createObjectNode().put("summary", summary),
                AT,
                AT);
    }

    /// A hundred memories of the tenant; those of Ann have other ids than those of others.
    public static MemoryChange[] hundred(Tenant tenant) {
        var first = tenant.equals(ANN) ? 1001 : 1;
        return LongStream.range(first, first + 100)
                .mapToObj(id -> change(memory(id, tenant), 1))
                .toArray(MemoryChange[]::new);
    }
}
