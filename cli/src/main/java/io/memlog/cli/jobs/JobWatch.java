package io.memlog.cli.jobs;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.RefusedException;
import io.memlog.cli.server.Server;
import io.memlog.cli.server.UnreachableException;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Surroundings;
import java.time.Duration;
import java.time.Instant;

/// Looks at a job again and again until it has ended, and what it sent is settled. An outage in between is
/// waited out: the job outlives it.
record JobWatch(Server server, Surroundings around, Duration patience) {

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /// The job as it was at last, be it settled or not.
    Job await(String id) throws InterruptedException {
        var end = around.clock().instant().plus(patience);
        var progress = new Progress(around);
        var wait = SHORTEST;
        try {
            var job = find(id);
            while (!job.isSettled() && around.clock().instant().isBefore(end)) {
                progress.at(job.fraction(), job.progress());
                around.pause().pause(wait);
                wait = wait.compareTo(LONGEST) < 0 ? wait.multipliedBy(2) : LONGEST;
                job = findThroughOutages(id, job, end);
            }
            return job;
        } finally {
            progress.clear();
        }
    }

    private Job find(String id) {
        return new Job(server.get(Query.of("/jobs", id)));
    }

    private Job findThroughOutages(String id, Job last, Instant end) {
        try {
            return find(id);
        } catch (UnreachableException e) {
            if (around.clock().instant().isBefore(end)) {
                return last;
            }
            throw e;
        } catch (RefusedException e) {
            if (e.isOutage() && around.clock().instant().isBefore(end)) {
                return last;
            }
            throw e;
        }
    }
}
