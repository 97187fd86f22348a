package io.memlog.api.operations.jobs;

import io.memlog.consumer.processing.Backoff;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/// Knows what it takes to run a job.
final class JobExecutor {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecutor.class);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(200);

    private final JobLeaseRepository leases;
    private final JobHandlers kinds;
    private final JobMeters meters;
    private final TransactionOperations transaction;
    private final FailureClassifier troubles;
    private final JobProperties properties;
    private final Clock clock;
    private final RandomGenerator random;

    JobExecutor(
            JobLeaseRepository leases,
            JobHandlers kinds,
            JobMeters meters,
            TransactionOperations transaction,
            FailureClassifier troubles,
            JobProperties properties,
            Clock clock,
            RandomGenerator random) {
        this.leases = leases;
        this.kinds = kinds;
        this.meters = meters;
        this.transaction = transaction;
        this.troubles = troubles;
        this.properties = properties;
        this.clock = clock;
        this.random = random;
    }

    /// @param others the jobs in hand
    Optional<Job> claim(UUID owner, Collection<UUID> others) {
        return leases.claim(kinds.names(), owner, others, properties.lease(), clock.instant());
    }

    void run(Job job, UUID owner, StopSignal stop) {
        var running = new JobContext(job, owner, properties.lease(), leases, transaction, stop);
        var backoff = new Backoff(SHORTEST_PAUSE, properties.longestPause(), random);
        var kind = Objects.requireNonNull(kinds.find(job.kind()));
        meters.begun(kind.name());
        try {
            var ended = new JobExecution(running, kind, properties.chunk(), backoff, troubles, stop, clock).toItsEnd();
            if (ended != null) {
                meters.ended(ended);
            }
        } catch (InterruptedException e) {
            LOG.atInfo().addKeyValue("job", job.id()).log("A job was interrupted; it goes on where it was");
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).addKeyValue("job", job.id()).log("A job was dropped; it goes on where it was");
        } finally {
            meters.over(kind.name());
        }
    }
}
