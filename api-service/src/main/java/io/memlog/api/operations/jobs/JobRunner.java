package io.memlog.api.operations.jobs;

import io.memlog.eventstore.lifecycle.WakeUpSignal;
import io.memlog.schemas.retry.StopSignal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Claims jobs, runs each in a thread of its own, and renews the leases of those that run on this instance.
@Component
final class JobRunner {

    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final int HEARTBEATS_PER_LEASE = 3;

    private final JobRepository jobs;
    private final JobHandlers handlers;
    private final JobMeters meters;
    private final Supplier<UUID> owners;
    private final JobProperties properties;
    private final Map<UUID, Thread> running = new ConcurrentHashMap<>();
    private final WakeUpSignal signal = new WakeUpSignal();
    private boolean claimFailing;

    JobRunner(
            JobRepository jobs,
            JobHandlers handlers,
            JobMeters meters,
            Supplier<UUID> jobIds,
            JobProperties properties) {
        this.jobs = jobs;
        this.handlers = handlers;
        this.meters = meters;
        this.owners = jobIds;
        this.properties = properties;
    }

    /// Makes the runner look for a job at once.
    void wake() {
        signal.raise();
    }

    /// Claims jobs until the stop, then waits for those that run. Another instance, or the next start, continues them.
    void claimJobs(StopSignal stop) throws InterruptedException {
        try {
            while (!stop.requested()) {
                if (running.size() >= properties.maxConcurrent() || !claimNext(stop)) {
                    var _ = signal.await(properties.pollInterval());
                }
            }
            for (var thread : List.copyOf(running.values())) {
                thread.join();
            }
        } catch (InterruptedException e) {
            running.values().forEach(Thread::interrupt);
            throw e;
        }
    }

    /// Renews the leases of the jobs that run here, until the last of them has stopped.
    void renewLeases(StopSignal stop) throws InterruptedException {
        var interval = properties.lease().dividedBy(HEARTBEATS_PER_LEASE);
        while (!stop.pause(interval)) {
            renew();
        }
        for (var thread : List.copyOf(running.values())) {
            while (!thread.join(interval)) {
                renew();
            }
        }
    }

    /// @return whether there may be further jobs
    private boolean claimNext(StopSignal stop) {
        var owner = owners.get();
        try {
            var claimed = jobs.claim(handlers.kinds(), owner, Set.copyOf(running.keySet()));
            claimFailing = false;
            claimed.ifPresent(job -> {
                var thread = Thread.ofVirtual().name("memlog-job-" + job.id()).unstarted(() -> run(job, owner, stop));
                running.put(owner, thread);
                thread.start();
            });
            return claimed.isPresent();
        } catch (RuntimeException e) {
            if (!claimFailing) {
                LOG.atWarn().setCause(e).log("Jobs cannot be claimed");
            }
            claimFailing = true;
            return false;
        }
    }

    private void run(Job job, UUID owner, StopSignal stop) {
        meters.started(job);
        try {
            var handler = Objects.requireNonNull(handlers.find(job.kind()));
            var execution = new JobExecution(job, owner, handler, jobs, stop);
            if (execution.run()) {
                meters.ended(execution.job());
            }
        } catch (InterruptedException e) {
            LOG.atInfo().addKeyValue("job", job.id()).log("Job was interrupted; it continues at its checkpoint");
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("job", job.id())
                    .log("Job was dropped; it continues at its checkpoint");
        } finally {
            meters.stopped(job);
            running.remove(owner);
            wake();
        }
    }

    private void renew() {
        var local = Set.copyOf(running.keySet());
        try {
            if (!local.isEmpty()) {
                jobs.renew(local);
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The leases of the running jobs could not be renewed");
        }
    }
}
