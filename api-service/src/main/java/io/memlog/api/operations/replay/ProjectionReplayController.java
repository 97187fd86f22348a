package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.api.operations.replay.send.LatestEvents;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /replays`: sends the latest events of memories to one projection again.
@RestController
record ProjectionReplayController(LatestEvents events, JobQueue jobs, ReplayProperties properties) {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int SAMPLE_SIZE = 10;

    @PostMapping("/replays")
    ResponseEntity<JsonNode> replay(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MAX_BODY_BYTES);
        var requested = ProjectionReplayRequest.read(body, properties);
        var count = events.count(requested.filter());
        if (requested.dryRun() || count == 0) {
            return ResponseEntity.ok(preview(requested, count));
        }
        return JobView.accepted(jobs.submit(ProjectionReplayJob.KIND, body, requested.ratePerSecond(), count));
    }

    private JsonNode preview(ProjectionReplayRequest requested, long count) {
        var view = Json.mapper().createObjectNode().put("count", count);
        view.set("sample", Json.mapper().valueToTree(events.preview(requested.filter(), SAMPLE_SIZE)));
        return view.put("rate_per_second", requested.ratePerSecond());
    }
}
