package io.memlog.api.operations.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import io.memlog.api.operations.deadletters.DeadLetterHistory.TimestampedEvent;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Dead letters as JSON.
public final class DeadLetterView {

    private static final Pattern NUMERIC_HEADER = Pattern.compile("kafka_(dlt-)?original-(partition|offset|timestamp)");

    private DeadLetterView() {}

    public static ObjectNode of(DeadLetter deadLetter) {
        var subject = deadLetter.subject();
        var memory = subject.memory();
        var snapshot = deadLetter.snapshot();
        var cause = deadLetter.cause();
        var position = deadLetter.origin().position();
        var time = deadLetter.origin().time();
        var view = Json.mapper()
                .createObjectNode()
                .put("id", deadLetter.id().toString())
                .put("consumer", deadLetter.consumer().wireName())
                .put("reason", cause.reason())
                .put("state", snapshot.state().wireName())
                .put("group", deadLetter.group())
                .put("memory_id", memory == null ? null : (Long) memory.value())
                .put("version", subject.version())
                .put("user_id", subject.userId())
                .put("project_id", subject.projectId())
                .put("type", subject.type())
                .put("attempts", snapshot.attempts())
                .put("replays", snapshot.replays())
                .put("failed_replays", snapshot.failedReplays())
                .put("retry_class", cause.retryClass().wireName())
                .put("next_retry_at", snapshot.nextRetryAt() == null ? null : UtcTime.format(snapshot.nextRetryAt()))
                .put("first_seen", UtcTime.format(snapshot.firstSeen()))
                .put("last_seen", UtcTime.format(snapshot.lastSeen()));
        view.putObject("cause").put("exception", cause.exception()).put("message", cause.message());
        view.putObject("original")
                .put("topic", position.topic())
                .put("partition", position.partition())
                .put("offset", position.offset())
                .put("timestamp", time == null ? null : UtcTime.format(time));
        return view;
    }

    /// With the message and the history.
    ///
    /// @param maxReplays the failed replay at which a dead letter is parked
    static ObjectNode of(DeadLetterReadRepository.Detail detail, int maxReplays) {
        var view = of(detail.deadLetter());
        view.withObject("cause").put("stack", detail.stack());
        addPayload(view.putObject("payload"), detail.value());
        view.withObject("payload").put("truncated", detail.deadLetter().truncated());
        var headers = view.putArray("headers");
        Json.mapper().readTree(detail.headers()).forEach(header -> addHeader(headers.addObject(), header));
        view.putArray("history").addAll(history(detail.history(), maxReplays));
        return view;
    }

    private static void addPayload(ObjectNode view, byte @Nullable [] value) {
        view.put("bytes", value == null ? 0 : value.length);
        view.putNull("json").putNull("text").putNull("base64");
        if (value == null) {
            return;
        }
        var json = json(value);
        if (json.isPresent()) {
            view.set("json", json.get());
        } else {
            text(value).ifPresentOrElse(text -> view.put("text", text), () -> view.put("base64", value));
        }
    }

    private static void addHeader(ObjectNode view, JsonNode header) {
        var name = header.path("name").asString("");
        view.put("name", name).putNull("value");
        if (!header.path("value").isString()) {
            return;
        }
        var value = Base64.getDecoder().decode(header.path("value").stringValue());
        var isNumeric = NUMERIC_HEADER.matcher(name.toLowerCase(Locale.ROOT)).matches();
        var number = isNumeric ? NumericHeader.of(value) : Optional.<Long>empty();
        var text = text(value).filter(DeadLetterView::isPrintable);
        if (number.isPresent()) {
            view.put("value", number.get());
        } else if (text.isPresent()) {
            view.put("value", text.get());
        } else {
            view.put("value", value).put("encoding", "base64");
        }
    }

    /// Oldest first.
    private static List<ObjectNode> history(DeadLetterHistory history, int maxReplays) {
        List<ObjectNode> entries = new ArrayList<>();
        var failedReplays = 0;
        for (var failure : history.failures()) {
            entries.add(entry(failure));
            if (failure.isFailedReplay() && ++failedReplays == maxReplays) {
                entries.add(entry("parked", failure.at(), 0));
            }
        }
        history.events().forEach(event -> entries.add(entry(event)));
        entries.sort(Comparator.comparing(entry -> entry.get("at").stringValue()));
        return entries;
    }

    private static ObjectNode entry(Failure failure) {
        return entry("failed", failure.at(), failure.replay())
                .put("reason", failure.cause().reason())
                .put("exception", failure.cause().exception())
                .put("message", failure.cause().message())
                .put("attempts", failure.attempts());
    }

    private static ObjectNode entry(TimestampedEvent recorded) {
        var event = recorded.event();
        var entry = entry(event.name(), recorded.at(), event.replay());
        return switch (event) {
            case ReplayRequested requested
            when requested.job() != null -> entry.put("job", requested.job().toString());
            case ReplayRequested _, Replayed _ -> entry;
            case Skipped skipped -> entry.put("reason", skipped.why());
            case Discarded discarded -> entry.put("reason", discarded.reason());
            case Superseded superseded ->
                entry.put("version", superseded.version()).put("reason", superseded.reason());
        };
    }

    private static ObjectNode entry(String what, Instant at, int replay) {
        var entry =
                Json.mapper().createObjectNode().put("at", UtcTime.format(at)).put("what", what);
        return replay == 0 ? entry : entry.put("replay", replay);
    }

    private static boolean isPrintable(String text) {
        return text.chars().noneMatch(character -> character < ' ' && "\t\r\n".indexOf(character) < 0);
    }

    /// The value as JSON if it is exactly one value that can be written again.
    private static Optional<JsonNode> json(byte[] value) {
        try {
            var tree = Json.mapper()
                    .reader()
                    .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .readTree(value);
            if (tree.isMissingNode()) {
                return Optional.empty();
            }
            Json.mapper().writeValueAsBytes(tree);
            return Optional.of(tree);
        } catch (JacksonException | IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] value) {
        try {
            return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
