package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import io.memlog.schemas.json.Json;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// The events of dead letters in the format of the log.
final class DeadLetterEventCodec {

    private static final String TYPE_PREFIX = "dead_letter.";
    private static final String DEAD_LETTER = "dead_letter";
    private static final String REPLAY = "replay";

    private static final Map<Class<? extends DeadLetterEvent>, String> NAMES = Map.of(
            ReplayRequested.class, "replay_requested",
            Replayed.class, "replayed",
            Skipped.class, "skipped",
            Discarded.class, "discarded",
            Superseded.class, "superseded");

    private DeadLetterEventCodec() {}

    static String type(DeadLetterEvent event) {
        return TYPE_PREFIX + name(event);
    }

    static String name(DeadLetterEvent event) {
        return Objects.requireNonNull(NAMES.get(event.getClass()));
    }

    /// Equal for equal events, so that the log keeps one of them.
    static String eventId(DeadLetterEvent event) {
        var id = event.deadLetter().stream() + "/" + name(event);
        return event.replay() == 0 ? id : id + "/" + event.replay();
    }

    /// The event's data as a JSON object.
    static String data(DeadLetterEvent event) {
        ObjectNode data = Json.mapper().valueToTree(event);
        data.remove(DEAD_LETTER);
        if (event.replay() == 0) {
            data.remove(REPLAY);
        }
        return data.toString();
    }

    /// Empty for an event of an unknown type.
    static Optional<DeadLetterEvent> read(DeadLetterId deadLetter, String type, String data) {
        return NAMES.entrySet().stream()
                .filter(entry -> type.equals(TYPE_PREFIX + entry.getValue()))
                .findFirst()
                .flatMap(entry -> read(deadLetter, entry.getKey(), data));
    }

    private static Optional<DeadLetterEvent> read(
            DeadLetterId deadLetter, Class<? extends DeadLetterEvent> eventClass, String data) {
        try {
            var json = (ObjectNode) Json.mapper().readTree(data);
            json.putIfAbsent(REPLAY, json.numberNode(0));
            json.set(DEAD_LETTER, Json.mapper().valueToTree(deadLetter));
            return Optional.of(Json.mapper().treeToValue(json, eventClass));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
