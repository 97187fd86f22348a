package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /sync/findings`: what was found, newest first.
@RestController
final class FindingsController {

    private static final Set<String> PARAMETERS =
            Set.of("projection", "kind", "state", "user_id", "project_id", "limit", "cursor");
    private static final int LONGEST = 256;

    private final FindingRepository findings;

    FindingsController(FindingRepository findings) {
        this.findings = findings;
    }

    @GetMapping("/sync/findings")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var projection = one(parameters, "projection", FindingsController::projection, "vector or graph");
        var kind = one(parameters, "kind", FindingKind::of, "missing, stale or orphaned");
        var state = one(parameters, "state", FindingState::of, "open, repaired or gone");
        var scope = new TenantScope(parameters.text("user_id", LONGEST), parameters.text("project_id", LONGEST));
        var filter = new FindingFilter(projection, kind, state, scope);
        var limit = parameters.wholeNumber("limit", 1, 1_000, 100);
        var before = before(parameters, filter);
        parameters.rejectIfWrong();
        return page(filter, before, limit);
    }

    private JsonNode page(FindingFilter filter, @Nullable Long before, int limit) {
        var found = findings.list(filter, before, limit + 1);
        var shown = found.size() > limit ? found.subList(0, limit) : found;
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        shown.forEach(finding -> items.add(FindingView.of(finding)));
        page.put(
                "next_cursor",
                found.size() > limit ? FindingCursor.text(shown.getLast().number(), filter) : null);
        return page;
    }

    private static <T> @Nullable T one(
            QueryParameters parameters, String name, Function<String, Optional<T>> parse, String choice) {
        var text = parameters.text(name, LONGEST);
        if (text == null) {
            return null;
        }
        var value = parse.apply(text);
        if (value.isEmpty()) {
            parameters.report(name, "is " + choice);
        }
        return value.orElse(null);
    }

    private static Optional<Projection> projection(String name) {
        try {
            return Optional.of(Projection.parse(name));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static @Nullable Long before(QueryParameters parameters, FindingFilter filter) {
        var text = parameters.text("cursor", LONGEST);
        if (text == null) {
            return null;
        }
        var number = FindingCursor.parse(text, filter);
        if (number.isEmpty()) {
            parameters.report("cursor", "does not belong to this list; start again without it");
        }
        return number.orElse(null);
    }
}
