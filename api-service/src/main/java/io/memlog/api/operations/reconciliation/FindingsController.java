package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.Cursor;
import io.memlog.api.http.Page;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /sync/findings`, newest first.
@RestController
final class FindingsController {

    private static final Set<String> PARAMETERS =
            Set.of("projection", "kind", "state", "user_id", "project_id", "limit", "cursor");
    private static final int MAX_LENGTH = 256;

    private final FindingRepository findings;

    FindingsController(FindingRepository findings) {
        this.findings = findings;
    }

    @GetMapping("/sync/findings")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var filter = new Finding.Filter(
                parameters.oneOf("projection", Projection.class),
                parameters.oneOf("kind", FindingKind.class),
                parameters.oneOf("state", FindingState.class),
                new TenantScope(parameters.text("user_id", MAX_LENGTH), parameters.text("project_id", MAX_LENGTH)));
        var limit = parameters.integer("limit", 1, 1_000, 100);
        var before = parameters.cursor(filter, 1);
        var found = findings.list(filter, before == null ? null : before[0], limit + 1);
        return Page.of(found, limit, FindingsController::view, last -> Cursor.of(filter, last.number()));
    }

    private static ObjectNode view(Finding finding) {
        var discrepancy = finding.discrepancy();
        var view = Json.mapper()
                .createObjectNode()
                .put("projection", finding.projection().wireName())
                .put("memory_log_id", finding.memory().id().value())
                .put("user_id", finding.memory().tenant().userId())
                .put("project_id", finding.memory().tenant().projectId())
                .put("kind", discrepancy.kind().wireName())
                .put("damaged", discrepancy.damaged())
                .put("log_version", discrepancy.logVersion())
                .put("index_version", discrepancy.indexVersion())
                .put("first_seen", UtcTime.format(finding.firstSeen()))
                .put("last_seen", UtcTime.format(finding.lastSeen()))
                .put("state", finding.state().wireName());
        if (finding.action() == null || finding.repairAt() == null) {
            view.putNull("repair");
        } else {
            view.putObject("repair")
                    .put("what", finding.action().wireName())
                    .put("at", UtcTime.format(finding.repairAt()))
                    .put("job", String.valueOf(finding.job()));
        }
        return view;
    }
}
