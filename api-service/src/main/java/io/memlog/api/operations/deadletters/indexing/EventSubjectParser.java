package io.memlog.api.operations.deadletters.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.api.operations.deadletters.EventSubject;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.CloudEventHeaders;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// Reads the subject of a record from its key and headers, and what they lack from its value.
final class EventSubjectParser {

    private static final int MAX_ID_LENGTH = 256;
    private static final int MAX_VALUE_BYTES = 1024 * 1024;
    private static final Pattern MEMORY = Pattern.compile("[0-9]{1,18}");

    private EventSubjectParser() {}

    static EventSubject read(ConsumerRecord<byte[], byte[]> record) {
        var headers = new RecordHeaders(record.headers());
        var subject = new EventSubject(
                key(record.key()).orElse(null),
                headers.number(CloudEventHeaders.MEMORY_VERSION)
                        .filter(version -> version > 0)
                        .orElse(null),
                id(headers.text(CloudEventHeaders.USER_ID, MAX_ID_LENGTH + 1)).orElse(null),
                id(headers.text(CloudEventHeaders.PROJECT_ID, MAX_ID_LENGTH + 1))
                        .orElse(null),
                id(headers.text(CloudEventHeaders.TYPE, MAX_ID_LENGTH + 1)).orElse(null));
        return isComplete(subject) ? subject : complete(subject, json(record.value()));
    }

    private static boolean isComplete(EventSubject subject) {
        return subject.memory() != null
                && subject.version() != null
                && subject.userId() != null
                && subject.projectId() != null;
    }

    private static EventSubject complete(EventSubject subject, JsonNode value) {
        return new EventSubject(
                subject.memory() != null ? subject.memory() : memory(value),
                subject.version() != null ? subject.version() : positive(value.path("version")),
                subject.userId() != null ? subject.userId() : text(value.path("user_id")),
                subject.projectId() != null ? subject.projectId() : text(value.path("project_id")),
                subject.type());
    }

    private static Optional<MemoryId> key(byte @Nullable [] key) {
        return Optional.ofNullable(key)
                .map(bytes -> TextSanitizer.of(bytes, MAX_ID_LENGTH))
                .filter(text -> MEMORY.matcher(text).matches())
                .map(Long::parseLong)
                .filter(number -> number > 0)
                .map(MemoryId::new);
    }

    private static @Nullable MemoryId memory(JsonNode value) {
        var stored = positive(value.path("id"));
        var number = stored != null ? stored : positive(value.path("memory_log_id"));
        return number == null ? null : new MemoryId(number);
    }

    private static @Nullable Long positive(JsonNode value) {
        return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0 ? value.longValue() : null;
    }

    private static @Nullable String text(JsonNode value) {
        return value.isString()
                ? id(Optional.of(TextSanitizer.of(value.stringValue().getBytes(UTF_8), MAX_ID_LENGTH + 1)))
                        .orElse(null)
                : null;
    }

    /// A longer id is not one of Memlog.
    private static Optional<String> id(Optional<String> text) {
        return text.filter(id -> !id.isBlank() && id.length() <= MAX_ID_LENGTH);
    }

    private static JsonNode json(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > MAX_VALUE_BYTES) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(value);
        } catch (JacksonException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
