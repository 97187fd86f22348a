package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.ProblemException;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import java.util.Objects;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

/// Submits jobs, unless an unfinished one conflicts.
@Component
final class SyncRequests {

    private final LogInventoryRepository log;
    private final FindingRepository findings;
    private final JobQueue jobs;
    private final TransactionOperations transaction;
    private final SyncProperties properties;

    SyncRequests(
            LogInventoryRepository log,
            FindingRepository findings,
            JobQueue jobs,
            TransactionOperations transaction,
            SyncProperties properties) {
        this.log = log;
        this.findings = findings;
        this.jobs = jobs;
        this.transaction = transaction;
        this.properties = properties;
    }

    /// The extent of a job.
    ///
    /// @param findings open findings within the scope
    record Preview(SyncRequest.Operation operation, long tenants, long memories, long findings) {}

    Preview preview(SyncRequest request) {
        var extent = log.extent(request.scope());
        return new Preview(
                request.operation(), extent.tenants(), extent.memories(), countOpen(request, Long.MAX_VALUE));
    }

    /// @throws ProblemException `409` when an unfinished job conflicts
    Job submit(SyncRequest request, JsonNode body) {
        var rate = request.operation().changesIndexes() ? properties.ratePerSecond() : null;
        var total = total(request);
        return Objects.requireNonNull(transaction.execute(_ -> {
            if (request.operation().changesIndexes()) {
                jobs.lockUnfinished(Set.of(SyncJob.KIND)).forEach(job -> throwIfConflicting(request, job));
            }
            return jobs.submit(SyncJob.KIND, body, rate, total);
        }));
    }

    private static void throwIfConflicting(SyncRequest request, Job job) {
        var other = SyncRequest.read(job.request());
        if (request.conflictsWith(other)) {
            throw ProblemException.wrongState("the job " + job.id() + " ("
                    + other.operation().wireName() + ") changes the same; wait for it, or cancel it");
        }
    }

    private long total(SyncRequest request) {
        if (request.operation() == SyncRequest.Operation.REPAIR) {
            return countOpen(request, request.limit());
        }
        var memories = Math.min(request.limit(), log.extent(request.scope()).memories());
        var comparisons = memories * request.projections().size();
        return request.operation() == SyncRequest.Operation.REBUILD ? 2 * comparisons : comparisons;
    }

    /// The open findings within the scope.
    ///
    /// @param limit per index
    long countOpen(SyncRequest request, long limit) {
        return request.projections().stream()
                .mapToLong(projection -> Math.min(limit, findings.countOpen(projection, request.scope())))
                .sum();
    }
}
