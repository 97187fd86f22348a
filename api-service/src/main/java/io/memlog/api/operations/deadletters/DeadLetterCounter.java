package io.memlog.api.operations.deadletters;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Counts the open, replaying and parked dead letters in the background, so that neither a request nor a
/// scrape waits for PostgreSQL.
@Component
final class DeadLetterCounter {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCounter.class);

    private final DeadLetterGroupRepository repository;
    private final DeadLetterMeters meters;
    private volatile DeadLetterCounts latest = DeadLetterCounts.NONE;

    DeadLetterCounter(DeadLetterGroupRepository repository, DeadLetterMeters meters) {
        this.repository = repository;
        this.meters = meters;
    }

    /// The last counts; while PostgreSQL is unavailable those from before.
    DeadLetterCounts latest() {
        return latest;
    }

    @Scheduled(fixedDelayString = "${memlog.dead-letters.count-interval:5s}")
    void count() {
        try {
            latest = repository.count();
            meters.update(latest);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The dead letters could not be counted");
        }
    }
}
