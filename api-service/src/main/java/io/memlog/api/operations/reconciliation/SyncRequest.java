package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /sync`.
///
/// @param limit the maximum number of compared memories and repaired findings per index
record SyncRequest(
        SyncOperation operation, List<Projection> projections, TenantScope scope, long limit, boolean dryRun) {

    private static final Set<String> MEMBERS =
            Set.of("operation", "projection", "user_id", "project_id", "limit", "dry_run");
    private static final int MAX_LENGTH = 256;

    /// @throws io.memlog.api.http.ProblemException when a member is wrong
    static SyncRequest read(JsonNode body) {
        var fields = JsonObjectReader.of(body).only(MEMBERS);
        var operation = operation(fields);
        var projections = projections(fields);
        var scope = new TenantScope(optionalText(fields, "user_id"), optionalText(fields, "project_id"));
        var limit = fields.wholeNumber("limit", 1, Integer.MAX_VALUE, 0);
        if (limit > 0 && !operation.takesLimit()) {
            fields.report("limit", "does not go with rebuild");
        }
        var dryRun = fields.flag("dry_run");
        fields.rejectIfWrong();
        return new SyncRequest(operation, projections, scope, limit == 0 ? Long.MAX_VALUE : limit, dryRun);
    }

    List<JobPhase> phases() {
        return JobPhase.of(operation, projections);
    }

    /// Whether the two change the same index and overlapping tenants.
    boolean conflictsWith(SyncRequest other) {
        return operation.changesIndexes()
                && other.operation.changesIndexes()
                && projections.stream().anyMatch(other.projections::contains)
                && scope.overlaps(other.scope);
    }

    private static SyncOperation operation(JsonObjectReader fields) {
        var name = fields.requiredText("operation", MAX_LENGTH);
        var operation = SyncOperation.of(name);
        if (operation.isEmpty() && !name.isBlank()) {
            fields.report("operation", "is one of " + SyncOperation.NAMES);
        }
        return operation.orElse(SyncOperation.CHECK);
    }

    private static List<Projection> projections(JsonObjectReader fields) {
        var name = fields.text("projection", MAX_LENGTH);
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

    private static @Nullable String optionalText(JsonObjectReader fields, String name) {
        var text = fields.text(name, MAX_LENGTH);
        if (text != null && text.isBlank()) {
            fields.report(name, "must not be blank");
        }
        return text;
    }
}
