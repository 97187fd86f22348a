package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.JsonBody;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /sync` and `GET /sync`.
@RestController
final class SyncController {

    private static final int MAX_BODY_BYTES = 16 * 1024;

    private final SyncRequests requests;
    private final SyncStatistics statistics;

    SyncController(SyncRequests requests, SyncStatistics statistics) {
        this.requests = requests;
        this.statistics = statistics;
    }

    @PostMapping("/sync")
    ResponseEntity<JsonNode> start(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MAX_BODY_BYTES);
        var asked = SyncRequest.read(body);
        if (asked.dryRun()) {
            return ResponseEntity.ok(Json.mapper().valueToTree(requests.preview(asked)));
        }
        return JobView.accepted(requests.submit(asked, body));
    }

    @GetMapping("/sync")
    JsonNode read(HttpServletRequest request) {
        QueryParameters.requireNone(request);
        return statistics.view();
    }
}
