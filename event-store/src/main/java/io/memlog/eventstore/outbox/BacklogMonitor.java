package io.memlog.eventstore.outbox;

import io.memlog.eventstore.lifecycle.StopSignal;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Counts the waiting messages at an interval, so that no request has to wait for a count. The larger the
/// backlog, the longer a count takes and the longer is the interval.
final class BacklogMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogMonitor.class);

    /// Counting takes at most a tenth of the time, unless a count takes longer than a second.
    private static final int MIN_INTERVAL_PER_COUNT = 10;
    private static final Duration MAX_INTERVAL = Duration.ofSeconds(10);

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

    boolean isFull() {
        var backlog = latest;
        return backlog.depth() + backlog.parked() > properties.maxRows()
                || backlog.bytes() > properties.maxBytes().toBytes();
    }

    void run(StopSignal stop) throws InterruptedException {
        Duration pause;
        do {
            var start = System.nanoTime();
            count();
            pause = interval(Duration.ofNanos(System.nanoTime() - start));
        } while (!stop.pause(pause));
    }

    /// Longer while counts take long, so that they take little of the database.
    Duration interval(Duration countTime) {
        var longer = countTime.multipliedBy(MIN_INTERVAL_PER_COUNT);
        var bounded = longer.compareTo(MAX_INTERVAL) < 0 ? longer : MAX_INTERVAL;
        return bounded.compareTo(properties.countInterval()) > 0 ? bounded : properties.countInterval();
    }

    void count() {
        try {
            latest = outbox.count(properties.maxRows() + 1);
        } catch (RuntimeException | Error e) {
            LOG.atDebug().setCause(e).log("The outbox could not be counted");
        }
    }
}
