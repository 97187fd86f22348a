package io.memlog.api.replay;

import io.memlog.api.input.JsonBody;
import io.memlog.api.input.Parameters;
import io.memlog.api.jobs.JobQueue;
import io.memlog.api.jobs.JobView;
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
final class LogReplayController {

    private static final int LARGEST_BODY = 16 * 1024;
    private static final int SAMPLE = 10;

    private final LogReader log;
    private final JobQueue jobs;
    private final ReplayProperties properties;

    LogReplayController(LogReader log, JobQueue jobs, ReplayProperties properties) {
        this.log = log;
        this.jobs = jobs;
        this.properties = properties;
    }

    @PostMapping("/replays")
    ResponseEntity<JsonNode> replay(HttpServletRequest request) throws IOException {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var body = JsonBody.read(request, LARGEST_BODY);
        var asked = LogReplayRequest.read(body, properties);
        var count = log.count(asked.filter());
        if (asked.dryRun() || count == 0) {
            return ResponseEntity.ok(preview(asked, count));
        }
        return JobView.accepted(jobs.submit(LogReplay.KIND, body, asked.ratePerSecond(), count));
    }

    private JsonNode preview(LogReplayRequest asked, long count) {
        var view = Json.mapper().createObjectNode().put("count", count);
        view.set("sample", Json.mapper().valueToTree(log.sample(asked.filter(), SAMPLE)));
        return view.put(ReplayRate.MEMBER, asked.ratePerSecond());
    }
}
