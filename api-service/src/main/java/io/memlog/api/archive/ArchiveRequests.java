package io.memlog.api.archive;

import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobQueue;
import io.memlog.api.problems.ProblemException;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Makes jobs of requests, one at a time: archiving and restoring would undo each other.
@Component
final class ArchiveRequests {

    private final ArchivedFiles files;
    private final JobQueue jobs;
    private final TransactionOperations transaction;

    ArchiveRequests(ArchivedFiles files, JobQueue jobs, TransactionOperations transaction) {
        this.files = files;
        this.jobs = jobs;
        this.transaction = transaction;
    }

    /// @param total how many events there are to move at present
    /// @throws ProblemException `409` when a job of this feature has not ended
    Job submit(String kind, Object order, long total) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            files.unfinishedAlone().ifPresent(other -> {
                throw ProblemException.wrongState("the job " + other.id() + " (" + other.kind()
                        + ") works on the archive; wait for it, or cancel it");
            });
            return jobs.submit(kind, order, null, total);
        }));
    }
}
