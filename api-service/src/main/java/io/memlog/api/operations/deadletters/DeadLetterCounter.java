package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.jobs.Recurring;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts the letters that are not settled, again and again, so that nobody counts while a request or a
/// scrape waits.
@Component
final class DeadLetterCounter extends Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterCounter.class);

    private final DeadLetterReadRepository letters;
    private final DeadLetterMeters meters;
    private final DeadLetterProperties properties;
    private volatile DeadLetterCounts latest = DeadLetterCounts.NONE;

    DeadLetterCounter(DeadLetterReadRepository letters, DeadLetterMeters meters, DeadLetterProperties properties) {
        super("dead-letter-count");
        this.letters = letters;
        this.meters = meters;
        this.properties = properties;
    }

    /// What was counted last; while the store is away, what it was before.
    public DeadLetterCounts latest() {
        return latest;
    }

    @Override
    protected Duration step() {
        count();
        return properties.countInterval();
    }

    private void count() {
        try {
            latest = letters.count();
            meters.counted(latest);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The dead letters could not be counted");
        }
    }
}
