package io.memlog.api.memory.read;

import io.memlog.api.http.Cursor;
import io.memlog.api.http.Page;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.projection.ProjectionStates;
import io.memlog.api.memory.read.MemoryReadRepository.MemoryFilter;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /memory-logs`: the memory logs of a tenant, page by page.
@RestController
record ListController(MemoryReadRepository repository, ProjectionStates states) {

    private static final Set<String> PARAMETERS = Set.of(
            "user_id", "project_id", "agent", "tag", "conversation_id", "request_id", "from", "to", "limit", "cursor");
    private static final int MAX_LENGTH = 256;

    @GetMapping("/memory-logs")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var limit = parameters.integer("limit", 1, 100, 20);
        var from = parameters.date("from");
        var to = parameters.date("to");
        var user = parameters.requiredTenantPart("user_id", MAX_LENGTH);
        var project = parameters.requiredTenantPart("project_id", MAX_LENGTH);
        var agent = parameters.text("agent", MAX_LENGTH);
        var tags = parameters.texts("tag", Integer.MAX_VALUE);
        var conversation = parameters.text("conversation_id", MAX_LENGTH);
        var requestId = parameters.text("request_id", MAX_LENGTH);
        parameters.throwIfInvalid();
        var filter = new MemoryFilter(
                new Tenant(user, project),
                agent,
                tags,
                conversation,
                requestId,
                from == null ? null : from.first(),
                to == null ? null : to.last());
        var after = parameters.cursor(filter, 1);
        var found = repository.list(filter, after == null ? null : after[0], limit);
        var reported = states.find(found.memories().stream().map(MemoryLog::id).toList());
        return Page.of(
                found.memories(),
                found.more(),
                memory -> MemoryView.of(memory, reported.getOrDefault(memory.id(), Map.of())),
                last -> Cursor.of(filter, last.id().value()));
    }
}
