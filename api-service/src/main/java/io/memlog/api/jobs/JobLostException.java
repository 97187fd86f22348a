package io.memlog.api.jobs;

/// Thrown when somebody else runs the job by now.
final class JobLostException extends RuntimeException {

    JobLostException(JobId job) {
        super("another runs the job " + job, null, false, false);
    }
}
