package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A job as it leaves over HTTP.
public final class JobView {

    private JobView() {}

    /// The answer to a request that has become a job.
    public static ResponseEntity<JsonNode> accepted(Job job) {
        return ResponseEntity.accepted()
                .location(URI.create("/jobs/" + job.id()))
                .body(of(job));
    }

    static ObjectNode of(Job job) {
        var view = Json.mapper().createObjectNode();
        view.put("id", job.id().toString());
        view.put("kind", job.kind());
        view.put("state", job.state().wireName());
        view.set("request", job.request());
        view.set("progress", Json.mapper().valueToTree(job.progress()));
        view.put("rate_per_second", job.ratePerSecond());
        view.put("created_at", UtcTime.format(job.createdAt()));
        view.put("started_at", time(job.startedAt()));
        view.put("finished_at", time(job.finishedAt()));
        view.put("error", job.error());
        return view;
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : UtcTime.format(time);
    }
}
