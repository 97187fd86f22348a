package io.memlog.eventstore.outbox;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts what waits, again and again, so that nobody counts while a request waits.
final class BacklogMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogMonitor.class);

    private final Outbox outbox;
    private final OutboxProperties properties;
    private volatile Backlog latest = Backlog.EMPTY;

    BacklogMonitor(Outbox outbox, OutboxProperties properties) {
        this.outbox = outbox;
        this.properties = properties;
    }

    /// What was counted last; while the store is away, what it was before.
    Backlog latest() {
        return latest;
    }

    void run(StopSignal stop) {
        try {
            do {
                count();
            } while (!stop.pause(properties.countInterval()));
        } catch (InterruptedException e) {
            LOG.atDebug().log("The count of the outbox was interrupted");
        }
    }

    private void count() {
        try {
            latest = outbox.count(properties.maxRows() + 1);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The outbox could not be counted");
        }
    }
}
