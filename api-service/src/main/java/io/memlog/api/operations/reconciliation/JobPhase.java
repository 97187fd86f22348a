package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.stream.Stream;

/// A part of a job: one kind of work on one index.
record JobPhase(Work work, Projection projection) {

    enum Work {
        CHECK,
        REPAIR,
        REBUILD
    }

    /// What an operation consists of, one after the other.
    static List<JobPhase> of(SyncOperation operation, List<Projection> projections) {
        return switch (operation) {
            case CHECK -> each(Work.CHECK, projections).toList();
            case REPAIR -> each(Work.REPAIR, projections).toList();
            case FULL ->
                projections.stream()
                        .flatMap(projection ->
                                Stream.of(new JobPhase(Work.CHECK, projection), new JobPhase(Work.REPAIR, projection)))
                        .toList();
            case REBUILD ->
                Stream.concat(each(Work.REBUILD, projections), each(Work.CHECK, projections))
                        .toList();
        };
    }

    private static Stream<JobPhase> each(Work work, List<Projection> projections) {
        return projections.stream().map(projection -> new JobPhase(work, projection));
    }
}
