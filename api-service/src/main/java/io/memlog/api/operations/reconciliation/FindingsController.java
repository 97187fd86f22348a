package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private static final int CURSOR_BYTES = Long.BYTES + Integer.BYTES;

    private final FindingRepository findings;

    FindingsController(FindingRepository findings) {
        this.findings = findings;
    }

    @GetMapping("/sync/findings")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(PARAMETERS);
        var projection = parse(parameters, "projection", FindingsController::projection, "vector or graph");
        var kind = parse(parameters, "kind", FindingKind::of, "missing, stale or orphaned");
        var state = parse(parameters, "state", FindingState::of, "open, repaired or gone");
        var scope = new TenantScope(parameters.text("user_id", MAX_LENGTH), parameters.text("project_id", MAX_LENGTH));
        var filter = new Finding.Filter(projection, kind, state, scope);
        var limit = parameters.wholeNumber("limit", 1, 1_000, 100);
        var before = before(parameters, filter);
        parameters.rejectIfWrong();
        return page(filter, before, limit);
    }

    private JsonNode page(Finding.Filter filter, @Nullable Long before, int limit) {
        var found = findings.list(filter, before, limit + 1);
        var shown = found.size() > limit ? found.subList(0, limit) : found;
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        shown.forEach(finding -> items.add(view(finding)));
        return page.put(
                "next_cursor", found.size() > limit ? cursor(shown.getLast().number(), filter) : null);
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

    private static <T> @Nullable T parse(
            QueryParameters parameters, String name, Function<String, Optional<T>> parser, String choice) {
        var text = parameters.text(name, MAX_LENGTH);
        if (text == null) {
            return null;
        }
        var value = parser.apply(text);
        if (value.isEmpty()) {
            parameters.report(name, "is " + choice);
        }
        return value.orElse(null);
    }

    private static Optional<Projection> projection(String name) {
        return Arrays.stream(Projection.values())
                .filter(projection -> projection.wireName().equals(name))
                .findFirst();
    }

    private static @Nullable Long before(QueryParameters parameters, Finding.Filter filter) {
        var cursor = parameters.text("cursor", MAX_LENGTH);
        if (cursor == null) {
            return null;
        }
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
            var number = bytes.remaining() == CURSOR_BYTES ? bytes.getLong() : 0;
            if (number > 0 && bytes.getInt() == hash(filter)) {
                return number;
            }
        } catch (IllegalArgumentException e) {
            // Reported below, like the cursor of another list.
        }
        parameters.report("cursor", "does not belong to this list; start again without it");
        return null;
    }

    private static String cursor(long number, Finding.Filter filter) {
        var bytes = ByteBuffer.allocate(CURSOR_BYTES).putLong(number).putInt(hash(filter));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// Equal in every instance, unlike the hash of an enum.
    private static int hash(Finding.Filter filter) {
        return filter.toString().hashCode();
    }
}
