package io.memlog.api.operations.replay;

import io.memlog.api.http.RequestSchema;
import io.memlog.api.operations.replay.send.LatestEventFilter;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /replays`, which is also the request of its job.
record ProjectionReplayRequest(LatestEventFilter filter, int ratePerSecond, boolean dryRun) {

    private static final RequestSchema<Body> SCHEMA = RequestSchema.of("NewReplay", Body.class);

    /// @throws io.memlog.api.http.ProblemException naming every invalid member
    static ProjectionReplayRequest read(JsonNode body, ReplayProperties properties) {
        var valid = SCHEMA.read(body);
        var filter = new LatestEventFilter(
                valid.projection,
                valid.userId,
                valid.projectId,
                valid.type,
                valid.from == null ? null : valid.from.first(),
                valid.to == null ? null : valid.to.last());
        return new ProjectionReplayRequest(
                filter,
                valid.ratePerSecond == null ? properties.ratePerSecond() : valid.ratePerSecond,
                Boolean.TRUE.equals(valid.dryRun));
    }

    private record Body(
            Projection projection,
            @Nullable String userId,
            @Nullable String projectId,
            @Nullable String type,
            @Nullable MemoryDate from,
            @Nullable MemoryDate to,
            @Nullable Integer ratePerSecond,
            @Nullable Boolean dryRun) {}
}
