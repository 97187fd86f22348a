package io.memlog.api.operations.deadletters;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/// What an operator or the system did about a dead letter. Each happens at most once per dead letter and replay.
public sealed interface DeadLetterEvent {

    Map<Class<? extends DeadLetterEvent>, String> NAMES = Map.of(
            ReplayRequested.class, "replay_requested",
            Replayed.class, "replayed",
            Skipped.class, "skipped",
            Discarded.class, "discarded",
            Superseded.class, "superseded");

    DeadLetterId deadLetter();

    /// The number of the replay, from 1; 0 for an event that belongs to no replay.
    default int replay() {
        return 0;
    }

    /// A replay to its consumer is requested.
    ///
    /// @param job that requested it
    record ReplayRequested(
            DeadLetterId deadLetter,
            Projection consumer,
            @Nullable UUID job,
            int replay) implements DeadLetterEvent {}

    /// The consumer has applied the replay.
    record Replayed(DeadLetterId deadLetter, int replay) implements DeadLetterEvent {}

    /// Nothing was left to apply.
    ///
    /// @param replay 0 when that was known before sending
    record Skipped(DeadLetterId deadLetter, int replay, String why) implements DeadLetterEvent {}

    /// An operator discarded it.
    record Discarded(DeadLetterId deadLetter, String reason) implements DeadLetterEvent {}

    /// A correction replaced it.
    ///
    /// @param version of the memory that the correction created
    record Superseded(DeadLetterId deadLetter, long version, String reason) implements DeadLetterEvent {}

    /// The name without the prefix of [#type].
    default String name() {
        return Objects.requireNonNull(NAMES.get(getClass()));
    }

    /// The type in the log.
    default String type() {
        return "dead_letter." + name();
    }

    /// Equal for equal events, so that the log keeps one of them.
    default String eventId() {
        var id = deadLetter().stream() + "/" + name();
        return replay() == 0 ? id : id + "/" + replay();
    }

    /// The data in the log, a JSON object.
    default String data() {
        ObjectNode data = Json.mapper().valueToTree(this);
        data.remove("dead_letter");
        if (replay() == 0) {
            data.remove("replay");
        }
        return data.toString();
    }

    /// Reads an event of the log; empty for one of an unknown type.
    static Optional<DeadLetterEvent> read(DeadLetterId deadLetter, String type, String data) {
        return NAMES.entrySet().stream()
                .filter(entry -> type.equals("dead_letter." + entry.getValue()))
                .findFirst()
                .flatMap(entry -> read(deadLetter, entry.getKey(), data));
    }

    private static Optional<DeadLetterEvent> read(
            DeadLetterId deadLetter, Class<? extends DeadLetterEvent> eventClass, String data) {
        try {
            var json = (ObjectNode) Json.mapper().readTree(data);
            json.putIfAbsent("replay", json.numberNode(0));
            json.set("dead_letter", Json.mapper().valueToTree(deadLetter));
            return Optional.of(Json.mapper().treeToValue(json, eventClass));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
