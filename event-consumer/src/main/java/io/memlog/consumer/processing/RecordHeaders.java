package io.memlog.consumer.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.PrecomputedEmbedding;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// Reads the key and the headers of a record without its value.
final class RecordHeaders {

    private static final String CLOUD_EVENTS_PREFIX = "ce_";

    private RecordHeaders() {}

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

    /// The memory that the key and the headers name.
    static Optional<MemoryKey> memory(ConsumerRecord<byte[], byte[]> record) {
        var user = text(record, CloudEventHeaders.USER_ID);
        var project = text(record, CloudEventHeaders.PROJECT_ID);
        if (record.key() == null || user == null || project == null) {
            return Optional.empty();
        }
        try {
            var id = MemoryId.parse(new String(record.key(), UTF_8));
            return Optional.of(new MemoryKey(id, new Tenant(user, project)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The version of the memory.
    static Optional<Long> version(ConsumerRecord<byte[], byte[]> record) {
        return positive(text(record, CloudEventHeaders.MEMORY_VERSION));
    }

    /// The newest version that a repair removes before it is applied.
    static Optional<Long> purgeLimit(ConsumerRecord<byte[], byte[]> record) {
        return positive(text(record, CloudEventHeaders.PURGE));
    }

    static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static Optional<Long> positive(@Nullable String number) {
        try {
            return Optional.ofNullable(number).map(Long::valueOf).filter(value -> value > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    static Optional<PrecomputedEmbedding> embedding(ConsumerRecord<byte[], byte[]> record) {
        return PrecomputedEmbedding.fromHeaders(name -> {
            var header = record.headers().lastHeader(name);
            return header == null ? null : header.value();
        });
    }

    /// The dead letter that the record replays; malformed headers are ignored.
    static Optional<ReplayedDeadLetter.ReplayId> replayId(ConsumerRecord<byte[], byte[]> record) {
        var deadLetter = text(record, DeadLetterHeaders.DEAD_LETTER_ID);
        var replay = text(record, DeadLetterHeaders.REPLAY);
        if (deadLetter == null || replay == null || RecordSource.of(record.topic()) != RecordSource.REPLAY) {
            return Optional.empty();
        }
        try {
            var id = UUID.fromString(deadLetter);
            var ordinal = Integer.parseInt(replay);
            return id.toString().equalsIgnoreCase(deadLetter) && ordinal > 0
                    ? Optional.of(new ReplayedDeadLetter.ReplayId(id, ordinal))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
