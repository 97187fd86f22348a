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

/// What can be known of a message without reading its value.
final class RecordHeaders {

    private RecordHeaders() {}

    /// The headers as text; of several with one name the last counts.
    static Map<String, String> of(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        for (var header : message.headers()) {
            if (header.value() != null) {
                headers.put(header.key(), new String(header.value(), UTF_8));
            }
        }
        return headers;
    }

    /// The memory that the key and the headers name, where they do.
    static Optional<MemoryKey> memory(ConsumerRecord<byte[], byte[]> message) {
        var headers = of(message);
        var user = headers.get(CloudEventHeaders.USER_ID);
        var project = headers.get(CloudEventHeaders.PROJECT_ID);
        if (message.key() == null || user == null || project == null) {
            return Optional.empty();
        }
        try {
            var id = MemoryId.parse(new String(message.key(), UTF_8));
            return Optional.of(new MemoryKey(id, new Tenant(user, project)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The memory's version, where the headers name it.
    static Optional<Long> version(ConsumerRecord<byte[], byte[]> message) {
        var version = of(message).get(CloudEventHeaders.MEMORY_VERSION);
        try {
            return Optional.ofNullable(version).map(Long::valueOf).filter(number -> number > 0);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// The vectors that came along.
    static Optional<PrecomputedEmbedding> embedding(ConsumerRecord<byte[], byte[]> message) {
        return PrecomputedEmbedding.fromHeaders(name -> {
            var header = message.headers().lastHeader(name);
            return header == null ? null : header.value();
        });
    }

    /// Which dead letter the message is that was sent again, where it is one; values that make no sense say
    /// nothing.
    static Optional<ReplayedDeadLetter.Ticket> letter(ConsumerRecord<byte[], byte[]> message) {
        var headers = of(message);
        var letter = headers.get(DeadLetterHeaders.DEAD_LETTER_ID);
        var replay = headers.get(DeadLetterHeaders.REPLAY);
        if (letter == null || replay == null || RecordSource.of(message.topic()) != RecordSource.REPLAY) {
            return Optional.empty();
        }
        try {
            var id = UUID.fromString(letter);
            var ordinal = Integer.parseInt(replay);
            return id.toString().equalsIgnoreCase(letter) && ordinal > 0
                    ? Optional.of(new ReplayedDeadLetter.Ticket(id, ordinal))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
