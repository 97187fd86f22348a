package io.memlog.api.operations.jobs;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes jobs that nobody runs, a few at a time, and gives each a thread of its own.
final class JobDispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(JobDispatcher.class);
    private static final Duration UNTIL_NEXT_ATTEMPT = Duration.ofSeconds(1);

    private final JobLeaseRepository leases;
    private final JobExecutor runs;
    private final Supplier<UUID> owners;
    private final JobProperties properties;
    private final Map<UUID, Thread> threads = new ConcurrentHashMap<>();
    private final Semaphore free;
    private final Semaphore woken = new Semaphore(0);
    private final StopSignal heart = new StopSignal();
    private boolean blind;

    JobDispatcher(JobLeaseRepository leases, JobExecutor runs, Supplier<UUID> owners, JobProperties properties) {
        this.leases = leases;
        this.runs = runs;
        this.owners = owners;
        this.properties = properties;
        this.free = new Semaphore(properties.atOnce());
    }

    /// Says that there may be something to do.
    void wake() {
        if (woken.availablePermits() == 0) {
            woken.release();
        }
    }

    /// Takes jobs until the end is requested, then waits for those in hand.
    void run(StopSignal stop) {
        try {
            while (!stop.requested()) {
                if (free.tryAcquire(properties.idleWait().toNanos(), TimeUnit.NANOSECONDS) && !takeOne(stop)) {
                    woken.tryAcquire(properties.idleWait().toNanos(), TimeUnit.NANOSECONDS);
                    woken.drainPermits();
                }
            }
            for (var thread : List.copyOf(threads.values())) {
                thread.join();
            }
        } catch (InterruptedException e) {
            LOG.atInfo().log("The jobs in hand were interrupted; they go on where they were");
            threads.values().forEach(Thread::interrupt);
        } finally {
            heart.request();
        }
    }

    /// Gives signs of life for the jobs in hand, until the last of them is out of it.
    void beat() {
        try {
            while (!heart.pause(properties.heartbeat())) {
                renew();
            }
        } catch (InterruptedException e) {
            LOG.atDebug().log("The heartbeat of the jobs was interrupted");
        }
    }

    private void renew() {
        var mine = Set.copyOf(threads.keySet());
        try {
            if (!mine.isEmpty()) {
                leases.renew(mine, properties.lease());
            }
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The leases of the jobs in hand could not be renewed");
        }
    }

    /// @return whether there was a job to take
    private boolean takeOne(StopSignal stop) throws InterruptedException {
        var owner = owners.get();
        Optional<Job> claimed;
        try {
            claimed = runs.claim(owner, Set.copyOf(threads.keySet()));
            blind = false;
        } catch (RuntimeException e) {
            if (!blind) {
                LOG.atWarn().setCause(e).log("There is no telling whether there are jobs to run");
            }
            blind = true;
            free.release();
            stop.pause(UNTIL_NEXT_ATTEMPT);
            return true;
        }
        if (claimed.isEmpty()) {
            free.release();
            return false;
        }
        var thread = Thread.ofVirtual().name("memlog-job-" + claimed.get().id()).unstarted(() -> {
            try {
                runs.run(claimed.get(), owner, stop);
            } finally {
                threads.remove(owner);
                free.release();
            }
        });
        threads.put(owner, thread);
        thread.start();
        return true;
    }
}
