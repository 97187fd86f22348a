package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `POST /replays` asks for.
record ProjectionReplayRequest(LatestEventFilter filter, int ratePerSecond, boolean dryRun) {

    private static final Set<String> MEMBERS =
            Set.of("projection", "user_id", "project_id", "type", "from", "to", ReplayRate.MEMBER, "dry_run");
    private static final List<String> TYPES = List.of(MemoryStored.TYPE, MemoryUpdated.TYPE, MemoryDeleted.TYPE);
    private static final int LONGEST = 256;

    /// @throws io.memlog.api.http.ProblemException when a member is wrong
    static ProjectionReplayRequest read(JsonNode body, ReplayProperties properties) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var projection = projection(fields);
        var user = named(fields, "user_id");
        var project = named(fields, "project_id");
        var type = type(fields);
        var from = fields.date("from");
        var to = fields.date("to");
        var rate = ReplayRate.of(fields, properties);
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        var filter = new LatestEventFilter(
                projection, user, project, type, from == null ? null : from.first(), to == null ? null : to.last());
        return new ProjectionReplayRequest(filter, rate, dryRun);
    }

    private static @Nullable String named(JsonObjectReader fields, String name) {
        var text = fields.text(name, LONGEST);
        if (text != null && text.isBlank()) {
            fields.report(name, "must not be blank");
        }
        return text;
    }

    private static Projection projection(JsonObjectReader fields) {
        var name = fields.requiredText("projection", LONGEST);
        try {
            return Projection.parse(name);
        } catch (IllegalArgumentException e) {
            if (!name.isEmpty()) {
                fields.report("projection", "is vector or graph");
            }
            return Projection.VECTOR;
        }
    }

    private static @Nullable String type(JsonObjectReader fields) {
        var type = fields.text("type", LONGEST);
        if (type != null && !TYPES.contains(type)) {
            fields.report("type", "is one of " + String.join(", ", TYPES));
        }
        return type;
    }
}
