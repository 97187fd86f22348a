package io.memlog.consumer.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.PrecomputedEmbedding;
import io.memlog.schemas.topic.Topic;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads the key and the headers of a record without its value.
final class RecordHeaders {

    private static final String CLOUD_EVENTS_PREFIX = "ce_";
    private static final String MEMLOG_SOURCE = "/memlog/";

    private RecordHeaders() {}

    /// A version of a memory.
    record Address(MemoryKey memory, long version) {}

    /// @param ordinal the number of the replay, from 1
    record ReplayId(UUID deadLetter, int ordinal) {}

    /// Whether the record is of the replay topic of this consumer. Then the stored version is applied again, which
    /// repairs damaged data; of the live topic only a newer one.
    static boolean isReplay(ConsumerRecord<byte[], byte[]> record) {
        return !Topic.EVENTS.name().equals(record.topic());
    }

    /// The CloudEvents headers as text; the last of several with one name counts. Others may be large.
    static Map<String, String> of(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (var header : record.headers()) {
            if (header.value() != null && header.key().startsWith(CLOUD_EVENTS_PREFIX)) {
                headers.put(header.key(), new String(header.value(), UTF_8));
            }
        }
        return headers;
    }

    /// Whether the headers are those of an event of Memlog, whatever its type.
    static boolean isFromMemlog(ConsumerRecord<byte[], byte[]> record) {
        var source = text(record, CloudEventHeaders.SOURCE);
        return source != null
                && source.startsWith(MEMLOG_SOURCE)
                && address(record).isPresent();
    }

    /// What the key and the headers name.
    static Optional<Address> address(ConsumerRecord<byte[], byte[]> record) {
        var user = text(record, CloudEventHeaders.USER_ID);
        var project = text(record, CloudEventHeaders.PROJECT_ID);
        if (record.key() == null || user == null || project == null) {
            return Optional.empty();
        }
        try {
            var memory = new MemoryKey(MemoryId.parse(new String(record.key(), UTF_8)), new Tenant(user, project));
            return positive(record, CloudEventHeaders.MEMORY_VERSION).map(version -> new Address(memory, version));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The newest version that a repair removes before it is applied; 0 for none.
    static long purgeLimit(ConsumerRecord<byte[], byte[]> record) {
        return isReplay(record) ? positive(record, CloudEventHeaders.PURGE).orElse(0L) : 0;
    }

    /// The trace that the record belongs to.
    static @Nullable String traceparent(ConsumerRecord<byte[], byte[]> record) {
        return text(record, CloudEventHeaders.TRACEPARENT);
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static Optional<Long> positive(ConsumerRecord<byte[], byte[]> record, String name) {
        try {
            return Optional.ofNullable(text(record, name)).map(Long::valueOf).filter(value -> value > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static @Nullable PrecomputedEmbedding embedding(ConsumerRecord<byte[], byte[]> record) {
        return PrecomputedEmbedding.fromHeaders(name -> {
                    var header = record.headers().lastHeader(name);
                    return header == null ? null : header.value();
                })
                .orElse(null);
    }

    /// The end of the prose of the memory before it in its conversation; null without one, as in an event of an earlier
    /// release.
    static @Nullable String predecessor(ConsumerRecord<byte[], byte[]> record) {
        return text(record, CloudEventHeaders.PREDECESSOR);
    }

    /// The dead letter that the record replays; malformed headers are ignored.
    static Optional<ReplayId> replayId(ConsumerRecord<byte[], byte[]> record) {
        var deadLetter = text(record, DeadLetterHeaders.DEAD_LETTER_ID);
        var replay = text(record, DeadLetterHeaders.REPLAY);
        if (deadLetter == null || replay == null || !isReplay(record)) {
            return Optional.empty();
        }
        try {
            var id = UUID.fromString(deadLetter);
            var ordinal = Integer.parseInt(replay);
            return id.toString().equalsIgnoreCase(deadLetter) && ordinal > 0
                    ? Optional.of(new ReplayId(id, ordinal))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
