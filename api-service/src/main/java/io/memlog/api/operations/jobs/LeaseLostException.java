package io.memlog.api.operations.jobs;

/// Thrown when somebody else runs the job by now.
final class LeaseLostException extends RuntimeException {

    LeaseLostException(JobId job) {
        super("another runs the job " + job, null, false, false);
    }
}
