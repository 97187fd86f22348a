package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What `POST /sync` asks for.
///
/// @param limit how many memories of each index are compared, and findings repaired, at most
record SyncRequest(
        SyncOperation operation, List<Projection> projections, TenantScope scope, long limit, boolean dryRun) {

    private static final Set<String> MEMBERS =
            Set.of("operation", "projection", "user_id", "project_id", "limit", "dry_run");
    private static final int LONGEST = 256;

    /// @throws io.memlog.api.http.ProblemException when a member is wrong
    static SyncRequest read(JsonNode body) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var operation = operation(fields);
        var projections = projections(fields);
        var scope = new TenantScope(named(fields, "user_id"), named(fields, "project_id"));
        var limit = fields.wholeNumber("limit", 1, Integer.MAX_VALUE, 0);
        if (limit > 0 && !operation.takesLimit()) {
            fields.report("limit", "does not go with rebuild");
        }
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new SyncRequest(operation, projections, scope, limit == 0 ? Long.MAX_VALUE : limit, dryRun);
    }

    List<JobPhase> stages() {
        return JobPhase.of(operation, projections);
    }

    /// Whether the two would get in each other's way.
    boolean excludes(SyncRequest other) {
        return operation.changesIndexes()
                && other.operation.changesIndexes()
                && projections.stream().anyMatch(other.projections::contains)
                && scope.overlaps(other.scope);
    }

    private static SyncOperation operation(JsonObjectReader fields) {
        var name = fields.requiredText("operation", LONGEST);
        var operation = SyncOperation.of(name);
        if (operation.isEmpty() && !name.isBlank()) {
            fields.report("operation", "is one of " + SyncOperation.NAMES);
        }
        return operation.orElse(SyncOperation.CHECK);
    }

    private static List<Projection> projections(JsonObjectReader fields) {
        var name = fields.text("projection", LONGEST);
        if (name == null) {
            return List.of(Projection.values());
        }
        try {
            return List.of(Projection.parse(name));
        } catch (IllegalArgumentException e) {
            fields.report("projection", "is vector or graph");
            return List.of();
        }
    }

    private static @Nullable String named(JsonObjectReader fields, String name) {
        var text = fields.text(name, LONGEST);
        if (text != null && text.isBlank()) {
            fields.report(name, "must not be blank");
        }
        return text;
    }
}
