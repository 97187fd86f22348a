package io.memlog.api.archive;

import io.memlog.api.input.JsonBody;
import io.memlog.api.input.Parameters;
import io.memlog.api.jobs.JobView;
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
    private final ArchivedFiles files;
    private final ArchiveRequests requests;
    private final Clock clock;

    ArchiveController(EventArchive events, ArchivedFiles files, ArchiveRequests requests, Clock clock) {
        this.events = events;
        this.files = files;
        this.requests = requests;
        this.clock = clock;
    }

    @PostMapping("/archive")
    ResponseEntity<JsonNode> archive(HttpServletRequest request) throws IOException {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var asked = ArchiveRequest.read(JsonBody.read(request, LARGEST_BODY), clock.instant());
        var order = ArchiveOrder.before(asked.before());
        var count = events.count(order.time());
        if (asked.dryRun() || count == 0) {
            return ResponseEntity.ok(
                    Json.mapper().createObjectNode().put("count", count).put("before", order.before()));
        }
        return JobView.accepted(requests.submit(Archiving.KIND, order, count));
    }

    @GetMapping("/archive")
    JsonNode list(HttpServletRequest request) {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        return ArchiveView.of(files.all());
    }
}
