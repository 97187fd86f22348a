package io.memlog.api.deadletters;

import io.memlog.api.recurring.Recurring;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts the letters that are not settled, again and again, so that nobody counts while a request or a
/// scrape waits.
@Component
public final class DeadLetterWatch extends Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWatch.class);

    private final DeadLetters letters;
    private final DeadLetterMeters meters;
    private final DeadLetterProperties properties;
    private volatile DeadLetterCounts latest = DeadLetterCounts.NONE;

    DeadLetterWatch(DeadLetters letters, DeadLetterMeters meters, DeadLetterProperties properties) {
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
