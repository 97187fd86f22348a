package io.memlog.api.sync;

import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Counts the findings again and again, so that nobody counts while a scrape waits.
@Component
final class SyncWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(SyncWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(5);

    private final Findings findings;
    private final SyncRecords records;
    private final SyncMeters meters;
    private final Clock clock;
    private volatile List<FindingCount> latest = List.of();
    private @Nullable Run run;

    private record Run(CountDownLatch stop, Thread thread) {}

    SyncWatch(Findings findings, SyncRecords records, SyncMeters meters, Clock clock) {
        this.findings = findings;
        this.records = records;
        this.meters = meters;
        this.clock = clock;
    }

    /// What was counted last; while the store is away, what it was before.
    List<FindingCount> latest() {
        return latest;
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var stop = new CountDownLatch(1);
            run = new Run(stop, Thread.ofVirtual().name("memlog-sync-count").start(() -> countUntil(stop)));
        }
    }

    @Override
    public synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.countDown();
        try {
            if (!run.thread.join(LONGEST_STOP)) {
                run.thread.interrupt();
            }
        } catch (InterruptedException e) {
            run.thread.interrupt();
            Thread.currentThread().interrupt();
        }
        run = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return run != null;
    }

    private void countUntil(CountDownLatch stop) {
        try {
            do {
                count();
            } while (!stop.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.atDebug().log("The count of the findings was interrupted");
        }
    }

    private void count() {
        try {
            latest = findings.count();
            Map<Projection, Duration> ages = new EnumMap<>(Projection.class);
            for (var projection : Projection.values()) {
                records.lastCheck(projection)
                        .ifPresent(check -> ages.put(projection, Duration.between(check.endedAt(), clock.instant())));
            }
            meters.counted(latest, ages);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("The findings could not be counted");
        }
    }
}
