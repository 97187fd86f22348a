package io.memlog.api.operations.audit;

import io.memlog.api.http.Cursor;
import io.memlog.api.http.Page;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /audit`.
@RestController
record AuditController(AuditRepository entries) {

    private static final Set<String> PARAMETERS = Set.of("who", "what", "from", "to", "limit", "cursor");
    private static final int MAX_LENGTH = 512;
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    @GetMapping("/audit")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var from = parameters.date("from");
        var to = parameters.date("to");
        var filter = new AuditRepository.Filter(
                parameters.nonBlank("who", MAX_LENGTH),
                parameters.nonBlank("what", MAX_LENGTH),
                from == null ? null : from.first(),
                to == null ? null : to.last());
        var limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var before = parameters.cursor(filter, 1);
        return Page.of(
                entries.list(filter, before == null ? null : before[0], limit + 1),
                limit,
                Json.mapper()::valueToTree,
                last -> Cursor.of(filter, last.position()));
    }
}
