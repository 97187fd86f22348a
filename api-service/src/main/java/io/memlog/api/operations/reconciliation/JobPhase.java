package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.stream.Stream;

/// A phase of a job, on one index.
record JobPhase(Kind kind, Projection projection) {

    enum Kind {
        CHECK,
        REPAIR,
        REBUILD
    }

    /// The phases of an operation, in order.
    static List<JobPhase> of(SyncOperation operation, List<Projection> projections) {
        return switch (operation) {
            case CHECK -> each(Kind.CHECK, projections).toList();
            case REPAIR -> each(Kind.REPAIR, projections).toList();
            case FULL ->
                projections.stream()
                        .flatMap(projection ->
                                Stream.of(new JobPhase(Kind.CHECK, projection), new JobPhase(Kind.REPAIR, projection)))
                        .toList();
            case REBUILD ->
                Stream.concat(each(Kind.REBUILD, projections), each(Kind.CHECK, projections))
                        .toList();
        };
    }

    private static Stream<JobPhase> each(Kind kind, List<Projection> projections) {
        return projections.stream().map(projection -> new JobPhase(kind, projection));
    }
}
