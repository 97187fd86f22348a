package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterEvent.Discarded;
import io.memlog.api.operations.deadletters.DeadLetterEvent.ReplayRequested;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Replayed;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Skipped;
import io.memlog.api.operations.deadletters.DeadLetterEvent.Superseded;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// The events of letters as the log keeps them.
final class DeadLetterEventCodec {

    private static final String REPLAY_REQUESTED = "dead_letter.replay_requested";
    private static final String REPLAYED = "dead_letter.replayed";
    private static final String SKIPPED = "dead_letter.skipped";
    private static final String DISCARDED = "dead_letter.discarded";
    private static final String SUPERSEDED = "dead_letter.superseded";

    private DeadLetterEventCodec() {}

    public static String type(DeadLetterEvent event) {
        return switch (event) {
            case ReplayRequested _ -> REPLAY_REQUESTED;
            case Replayed _ -> REPLAYED;
            case Skipped _ -> SKIPPED;
            case Discarded _ -> DISCARDED;
            case Superseded _ -> SUPERSEDED;
        };
    }

    /// The same for the same event, so that it is written down once.
    public static String eventId(DeadLetterEvent event) {
        var name = event.letter().stream() + "/" + type(event).substring("dead_letter.".length());
        var replay = switch (event) {
            case ReplayRequested requested -> (Integer) requested.replay();
            case Replayed replayed -> (Integer) replayed.replay();
            case Skipped skipped -> skipped.replay();
            case Discarded _, Superseded _ -> null;
        };
        return replay == null ? name : name + "/" + replay;
    }

    /// The event's data as a JSON object.
    public static String data(DeadLetterEvent event) {
        var data = Json.mapper().createObjectNode();
        switch (event) {
            case ReplayRequested requested -> {
                data.put("consumer", requested.consumer().wireName());
                data.put("job", text(requested.job()));
                data.put("replay", requested.replay());
            }
            case Replayed replayed -> data.put("replay", replayed.replay());
            case Skipped skipped -> {
                if (skipped.replay() != null) {
                    data.put("replay", skipped.replay());
                }
                data.put("why", skipped.why());
            }
            case Discarded discarded -> data.put("reason", discarded.reason());
            case Superseded superseded ->
                data.put("version", superseded.version()).put("reason", superseded.reason());
        }
        return data.toString();
    }

    /// Empty when it is no event of a letter that this code knows.
    public static Optional<DeadLetterEvent> read(DeadLetterId letter, String type, String data) {
        try {
            return Optional.ofNullable(read(letter, type, Json.mapper().readTree(data)));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable DeadLetterEvent read(DeadLetterId letter, String type, JsonNode data) {
        return switch (type) {
            case REPLAY_REQUESTED ->
                new ReplayRequested(
                        letter,
                        Projection.parse(data.path("consumer").asString("")),
                        data.path("job").isString()
                                ? UUID.fromString(data.path("job").stringValue())
                                : null,
                        data.path("replay").asInt());
            case REPLAYED -> new Replayed(letter, data.path("replay").asInt());
            case SKIPPED ->
                new Skipped(
                        letter,
                        data.path("replay").isInt() ? data.path("replay").intValue() : null,
                        data.path("why").asString(""));
            case DISCARDED -> new Discarded(letter, data.path("reason").asString(""));
            case SUPERSEDED ->
                new Superseded(
                        letter,
                        data.path("version").asLong(),
                        data.path("reason").asString(""));
            default -> null;
        };
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
