package io.memlog.api.operations.archive;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.eventstore.EventArchive;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /archive` and `GET /archive`: superseded events go to files, and which files there are.
@RestController
final class ArchiveController {

    private static final int LARGEST_BODY = 16 * 1024;

    private final EventArchive events;
    private final ArchivedFileRepository files;
    private final ArchiveJobs requests;
    private final Clock clock;

    ArchiveController(EventArchive events, ArchivedFileRepository files, ArchiveJobs requests, Clock clock) {
        this.events = events;
        this.files = files;
        this.requests = requests;
        this.clock = clock;
    }

    @PostMapping("/archive")
    ResponseEntity<JsonNode> archive(HttpServletRequest request) throws IOException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var asked = ArchiveRequest.read(JsonBody.read(request, LARGEST_BODY), clock.instant());
        var order = ArchiveJobRequest.before(asked.before());
        var count = events.count(order.time());
        if (asked.dryRun() || count == 0) {
            return ResponseEntity.ok(
                    Json.mapper().createObjectNode().put("count", count).put("before", order.before()));
        }
        return JobView.accepted(requests.submit(ArchiveJob.KIND, order, count));
    }

    @GetMapping("/archive")
    JsonNode list(HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        return ArchiveView.of(files.all());
    }
}
