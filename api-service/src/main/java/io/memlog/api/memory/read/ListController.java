package io.memlog.api.memory.read;

import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryLogRepository;
import io.memlog.api.memory.MemoryView;
import io.memlog.api.memory.projection.ProjectionStateRepository;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /memory-logs`: the memory logs of a tenant, page by page.
@RestController
final class ListController {

    private static final Set<String> PARAMETERS = Set.of(
            "user_id", "project_id", "agent", "tag", "conversation_id", "request_id", "from", "to", "limit", "cursor");
    private static final int LONGEST = 256;

    private final MemoryLogRepository memories;
    private final ProjectionStateRepository states;

    ListController(MemoryLogRepository memories, ProjectionStateRepository states) {
        this.memories = memories;
        this.states = states;
    }

    @GetMapping("/memory-logs")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var user = parameters.requiredText("user_id", LONGEST);
        var project = parameters.requiredText("project_id", LONGEST);
        var agent = parameters.text("agent", LONGEST);
        var tags = parameters.texts("tag", Integer.MAX_VALUE);
        var conversation = parameters.text("conversation_id", LONGEST);
        var requestId = parameters.text("request_id", LONGEST);
        var from = parameters.date("from");
        var to = parameters.date("to");
        var limit = parameters.wholeNumber("limit", 1, 100, 20);
        var cursor = parameters.text("cursor", LONGEST);
        parameters.rejectIfWrong();
        var filter = new MemoryFilter(
                new Tenant(user, project),
                agent,
                tags,
                conversation,
                requestId,
                from == null ? null : from.first(),
                to == null ? null : to.last());
        return page(filter, behind(cursor, filter, parameters), limit);
    }

    private static @Nullable MemoryId behind(@Nullable String cursor, MemoryFilter filter, QueryParameters parameters) {
        if (cursor == null) {
            return null;
        }
        var parsed = ListCursor.parse(cursor, filter);
        if (parsed.isEmpty()) {
            parameters.report("cursor", "does not belong to this list; start again without it");
            parameters.rejectIfWrong();
        }
        return parsed.map(ListCursor::behind).orElse(null);
    }

    private JsonNode page(MemoryFilter filter, @Nullable MemoryId before, int limit) {
        var found = memories.list(filter, before, limit + 1);
        var shown = found.size() > limit ? found.subList(0, limit) : found;
        var reported = states.of(shown.stream().map(MemoryLog::id).toList());
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        shown.forEach(memory -> items.add(MemoryView.of(memory, reported)));
        page.put("next_cursor", found.size() > limit ? next(shown, filter) : null);
        return page;
    }

    private static String next(List<MemoryLog> shown, MemoryFilter filter) {
        return ListCursor.behind(shown.getLast().id(), filter).text();
    }
}
