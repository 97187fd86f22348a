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

/// What a message is about: its key and headers say so, and where they do not, its value may.
final class EventSubjectParser {

    private static final int LONGEST_ID = 256;
    private static final int LONGEST_READ = 1024 * 1024;
    private static final Pattern MEMORY = Pattern.compile("[0-9]{1,18}");

    private EventSubjectParser() {}

    static EventSubject read(ConsumerRecord<byte[], byte[]> message) {
        var headers = new RecordHeaders(message.headers());
        var told = new EventSubject(
                key(message.key()).orElse(null),
                headers.number(CloudEventHeaders.MEMORY_VERSION)
                        .filter(version -> version > 0)
                        .orElse(null),
                id(headers.text(CloudEventHeaders.USER_ID, LONGEST_ID + 1)).orElse(null),
                id(headers.text(CloudEventHeaders.PROJECT_ID, LONGEST_ID + 1)).orElse(null),
                id(headers.text(CloudEventHeaders.TYPE, LONGEST_ID + 1)).orElse(null));
        return isComplete(told) ? told : completed(told, json(message.value()));
    }

    private static boolean isComplete(EventSubject told) {
        return told.memory() != null && told.version() != null && told.userId() != null && told.projectId() != null;
    }

    private static EventSubject completed(EventSubject told, JsonNode value) {
        return new EventSubject(
                told.memory() != null ? told.memory() : memory(value),
                told.version() != null ? told.version() : positive(value.path("version")),
                told.userId() != null ? told.userId() : text(value.path("user_id")),
                told.projectId() != null ? told.projectId() : text(value.path("project_id")),
                told.type());
    }

    private static Optional<MemoryId> key(byte @Nullable [] key) {
        return Optional.ofNullable(key)
                .map(bytes -> TextSanitizer.of(bytes, LONGEST_ID))
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
                ? id(Optional.of(TextSanitizer.of(value.stringValue().getBytes(UTF_8), LONGEST_ID + 1)))
                        .orElse(null)
                : null;
    }

    /// An id that is too long is none of ours.
    private static Optional<String> id(Optional<String> text) {
        return text.filter(id -> !id.isBlank() && id.length() <= LONGEST_ID);
    }

    private static JsonNode json(byte @Nullable [] value) {
        if (value == null || value.length == 0 || value.length > LONGEST_READ) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(value);
        } catch (JacksonException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
