package io.memlog.eventstore.outbox;

import io.memlog.eventstore.outbox.Outbox.Backlog;
import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the waiting messages at an interval, so that no request has to wait for a count.
final class BacklogMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogMonitor.class);

    /// Counting takes at most a tenth of the time, unless a count takes longer than a second.
    private static final int MIN_INTERVAL_PER_COUNT = 10;
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(10);

    private final Outbox outbox;
    private final OutboxProperties properties;
    private volatile Backlog latest = new Backlog(0, 0, null, 0);

    BacklogMonitor(Outbox outbox, OutboxProperties properties) {
        this.outbox = outbox;
        this.properties = properties;
    }

    /// The last successful count.
    Backlog latest() {
        return latest;
    }

    boolean isFull() {
        var backlog = latest;
        return backlog.depth() + backlog.parked() > properties.maxRows()
                || backlog.bytes() > properties.maxBytes().toBytes();
    }

    void run(StopSignal stop) throws InterruptedException {
        long start;
        do {
            start = System.nanoTime();
            count();
        } while (!stop.pause(interval(Duration.ofNanos(System.nanoTime() - start))));
    }

    Duration interval(Duration countTime) {
        var longer = Collections.min(List.of(countTime.multipliedBy(MIN_INTERVAL_PER_COUNT), MAX_INTERVAL));
        return Collections.max(List.of(longer, properties.countInterval()));
    }

    void count() {
        try {
            latest = outbox.count(properties.maxRows() + 1);
        } catch (RuntimeException | Error e) {
            LOG.atDebug().setCause(e).log("The outbox could not be counted");
        }
    }
}
