package io.memlog.api.operations.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.message.EventMessage;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// What a message of the topology's topics says; null for what it does not say in a readable way.
record PipelineMessage(Record<byte[], byte[]> record) {

    @Nullable
    String key() {
        return record.key() == null ? null : new String(record.key(), UTF_8);
    }

    boolean isTombstone() {
        return record.value() == null;
    }

    /// The version of the memory.
    @Nullable
    Long version() {
        try {
            var text = text(CloudEventHeaders.MEMORY_VERSION);
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /// When the event happened.
    @Nullable
    Instant time() {
        try {
            var text = text(CloudEventHeaders.TIME);
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /// What a projection reports, without its vectors. A report that cannot be read, or that is of a later release, is
    /// the progress listener's to tell of.
    @Nullable
    ProjectionEvent report() {
        if (record.key() == null || isTombstone() || EmbeddingGenerated.TYPE.equals(text(CloudEventHeaders.TYPE))) {
            return null;
        }
        Map<String, String> headers = new HashMap<>();
        for (var name : List.of(CloudEventHeaders.TYPE, CloudEventHeaders.SCHEMA_VERSION)) {
            var value = text(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        try {
            return EventMessage.decode(headers, record.value()) instanceof ProjectionEvent event ? event : null;
        } catch (UndecodableEventException e) {
            return null;
        }
    }

    /// Of a dead letter, which record failed. A consumer that dies may publish its dead letter twice.
    long origin() {
        return hash(hex(DeadLetterHeaders.ORIGINAL_PARTITION)
                + "/" + hex(DeadLetterHeaders.ORIGINAL_OFFSET)
                + "/" + text(DeadLetterHeaders.ORIGINAL_TOPIC)
                + "/" + text(DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP));
    }

    static long hash(String id) {
        return ByteBuffer.wrap(Sha256.of(id.getBytes(UTF_8))).getLong();
    }

    private @Nullable String text(String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private String hex(String name) {
        var header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : HexFormat.of().formatHex(header.value());
    }
}
