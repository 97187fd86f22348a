package io.memlog.api.operations.archive;

import io.memlog.api.http.ProblemException;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Makes jobs of requests, one at a time: archiving and restoring would undo each other.
@Component
final class ArchiveJobs {

    private final ArchivedFileRepository files;
    private final JobQueue jobs;
    private final TransactionOperations transaction;

    ArchiveJobs(ArchivedFileRepository files, JobQueue jobs, TransactionOperations transaction) {
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
