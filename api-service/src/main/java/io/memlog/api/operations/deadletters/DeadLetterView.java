package io.memlog.api.operations.deadletters;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// A dead letter in a list, as it leaves over HTTP.
public final class DeadLetterView {

    private DeadLetterView() {}

    public static ObjectNode of(DeadLetter letter) {
        var view = Json.mapper().createObjectNode();
        var subject = letter.subject();
        view.put("id", letter.id().toString());
        view.put("consumer", letter.consumer().wireName());
        view.put("reason", letter.cause().reason());
        view.put("state", letter.state().wireName());
        view.put("group", letter.group());
        view.put(
                "memory_id",
                subject.memory() == null ? null : (Long) subject.memory().value());
        view.put("version", subject.version());
        view.put("user_id", subject.userId());
        view.put("project_id", subject.projectId());
        view.put("type", subject.type());
        view.put("attempts", letter.attempts());
        view.put("replays", letter.replays());
        view.put("failed_replays", letter.failedReplays());
        view.put("first_seen", UtcTime.format(letter.firstSeen()));
        view.put("last_seen", UtcTime.format(letter.lastSeen()));
        view.putObject("cause")
                .put("exception", letter.cause().exception())
                .put("message", letter.cause().message());
        origin(view.putObject("original"), letter.origin());
        return view;
    }

    private static void origin(ObjectNode view, OriginalRecord origin) {
        view.put("topic", origin.place().topic());
        view.put("partition", origin.place().partition());
        view.put("offset", origin.place().offset());
        view.put("timestamp", text(origin.time()));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : UtcTime.format(time);
    }
}
