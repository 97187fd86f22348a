package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.RequestSchema;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The body of `POST /sync`.
///
/// @param limit the maximum number of compared memories and repaired findings per index
record SyncRequest(Operation operation, List<Projection> projections, TenantScope scope, long limit, boolean dryRun) {

    enum Operation implements WireEnum {
        /// Compare the indexes with the log.
        CHECK,
        /// Repair open findings.
        REPAIR,
        /// Check, then repair.
        FULL,
        /// Resend everything, then check.
        REBUILD;

        boolean changesIndexes() {
            return this != CHECK;
        }
    }

    private static final RequestSchema<Body> SCHEMA = RequestSchema.of("NewSync", Body.class);

    /// @throws ProblemException naming every invalid member
    static SyncRequest read(JsonNode body) {
        var errors = SCHEMA.errors(body, JsonPointers.ROOT);
        if (body.path("operation").asString("").equals(Operation.REBUILD.wireName()) && body.hasNonNull("limit")) {
            errors.add(FieldError.inBody("#/limit", "does not go with rebuild"));
        }
        ProblemException.throwIfInvalid(errors);
        var valid = SCHEMA.bind(body);
        return new SyncRequest(
                valid.operation,
                valid.projection == null ? List.of(Projection.values()) : List.of(valid.projection),
                new TenantScope(valid.userId, valid.projectId),
                valid.limit == null ? Long.MAX_VALUE : valid.limit,
                Boolean.TRUE.equals(valid.dryRun));
    }

    /// A phase of a job, on one index.
    ///
    /// @param limit the maximum number of memories to compare or findings to repair
    record Phase(Operation operation, Projection projection, TenantScope scope, long limit) {}

    /// The phases of a job, in order.
    List<Phase> phases() {
        var operations = switch (operation) {
            case CHECK -> List.of(Operation.CHECK);
            case REPAIR -> List.of(Operation.REPAIR);
            case FULL -> List.of(Operation.CHECK, Operation.REPAIR);
            case REBUILD -> List.of(Operation.REBUILD, Operation.CHECK);
        };
        return operations.stream()
                .flatMap(phase -> projections.stream().map(projection -> new Phase(phase, projection, scope, limit)))
                .toList();
    }

    /// Whether the two change the same index and overlapping tenants.
    boolean conflictsWith(SyncRequest other) {
        return operation.changesIndexes()
                && other.operation.changesIndexes()
                && projections.stream().anyMatch(other.projections::contains)
                && scope.overlaps(other.scope);
    }

    private record Body(
            Operation operation,
            @Nullable Projection projection,
            @Nullable String userId,
            @Nullable String projectId,
            @Nullable Integer limit,
            @Nullable Boolean dryRun) {}
}
