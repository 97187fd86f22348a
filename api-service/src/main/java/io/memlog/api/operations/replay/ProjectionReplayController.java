package io.memlog.api.operations.replay;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.api.operations.replay.send.LatestEventRepository;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /replays`: the latest state of memories goes to one index again.
@RestController
final class ProjectionReplayController {

    private static final int LARGEST_BODY = 16 * 1024;
    private static final int SAMPLE = 10;

    private final LatestEventRepository log;
    private final JobQueue jobs;
    private final ReplayProperties properties;

    ProjectionReplayController(LatestEventRepository log, JobQueue jobs, ReplayProperties properties) {
        this.log = log;
        this.jobs = jobs;
        this.properties = properties;
    }

    @PostMapping("/replays")
    ResponseEntity<JsonNode> replay(HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var body = JsonBody.read(request, LARGEST_BODY);
        var asked = ProjectionReplayRequest.read(body, properties);
        var count = log.count(asked.filter());
        if (asked.dryRun() || count == 0) {
            return ResponseEntity.ok(preview(asked, count));
        }
        return JobView.accepted(jobs.submit(ProjectionReplayJob.KIND, body, asked.ratePerSecond(), count));
    }

    private JsonNode preview(ProjectionReplayRequest asked, long count) {
        var view = Json.mapper().createObjectNode().put("count", count);
        view.set("sample", Json.mapper().valueToTree(log.sample(asked.filter(), SAMPLE)));
        return view.put(ReplayRate.MEMBER, asked.ratePerSecond());
    }
}
