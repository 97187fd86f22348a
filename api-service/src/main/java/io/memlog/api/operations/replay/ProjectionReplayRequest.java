package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /replays`, which is also the request of its job.
record ProjectionReplayRequest(LatestEventFilter filter, int ratePerSecond, boolean dryRun) {

    private static final Set<String> MEMBERS =
            Set.of("projection", "user_id", "project_id", "type", "from", "to", "rate_per_second", "dry_run");
    private static final List<String> TYPES = List.of(MemoryStored.TYPE, MemoryUpdated.TYPE, MemoryDeleted.TYPE);
    private static final int MAX_LENGTH = 256;

    /// @throws io.memlog.api.http.ProblemException when a member is invalid
    static ProjectionReplayRequest read(JsonNode body, ReplayProperties properties) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var projection = projection(fields);
        var user = nonBlank(fields, "user_id");
        var project = nonBlank(fields, "project_id");
        var type = type(fields);
        var from = fields.date("from");
        var to = fields.date("to");
        var rate = fields.wholeNumber(
                "rate_per_second", 1, ReplayProperties.MAX_RATE_PER_SECOND, properties.ratePerSecond());
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        var filter = new LatestEventFilter(
                projection, user, project, type, from == null ? null : from.first(), to == null ? null : to.last());
        return new ProjectionReplayRequest(filter, rate, dryRun);
    }

    private static @Nullable String nonBlank(JsonObjectReader fields, String name) {
        var text = fields.text(name, MAX_LENGTH);
        if (text != null && text.isBlank()) {
            fields.report(name, "must not be blank");
        }
        return text;
    }

    private static Projection projection(JsonObjectReader fields) {
        var name = fields.requiredText("projection", MAX_LENGTH);
        var projection = WireEnum.find(Projection.class, name);
        if (projection.isEmpty() && !name.isEmpty()) {
            fields.report("projection", "is vector or graph");
        }
        return projection.orElse(Projection.VECTOR);
    }

    private static @Nullable String type(JsonObjectReader fields) {
        var type = fields.text("type", MAX_LENGTH);
        if (type != null && !TYPES.contains(type)) {
            fields.report("type", "is one of " + String.join(", ", TYPES));
        }
        return type;
    }
}
