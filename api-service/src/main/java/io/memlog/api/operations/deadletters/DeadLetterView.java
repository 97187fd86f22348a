package io.memlog.api.operations.deadletters;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import tools.jackson.databind.node.ObjectNode;

/// A dead letter in a list, as JSON.
public final class DeadLetterView {

    private DeadLetterView() {}

    public static ObjectNode of(DeadLetter deadLetter) {
        var subject = deadLetter.subject();
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
                .put(
                        "memory_id",
                        subject.memory() == null
                                ? null
                                : (Long) subject.memory().value())
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
}
