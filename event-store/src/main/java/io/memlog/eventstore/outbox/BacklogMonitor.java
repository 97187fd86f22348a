package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.StopSignal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the waiting messages at an interval, so that no request has to wait for a count.
final class BacklogMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogMonitor.class);

    private final Outbox outbox;
    private final OutboxProperties properties;
    private volatile Backlog latest = Backlog.EMPTY;

    BacklogMonitor(Outbox outbox, OutboxProperties properties) {
        this.outbox = outbox;
        this.properties = properties;
    }

    /// The last successful count.
    Backlog latest() {
        return latest;
    }

    void run(StopSignal stop) throws InterruptedException {
        do {
            count();
        } while (!stop.pause(properties.countInterval()));
    }

    private void count() {
        try {
            latest = outbox.count(properties.maxRows() + 1);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The outbox could not be counted");
        }
    }
}
