package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Recurring;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Counts the findings again and again, so that nobody counts while a scrape waits.
@Component
final class FindingCounter extends Recurring {

    private static final Logger LOG = LoggerFactory.getLogger(FindingCounter.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);

    private final FindingRepository findings;
    private final SyncRecordRepository records;
    private final SyncMeters meters;
    private final Clock clock;
    private volatile List<FindingCount> latest = List.of();

    FindingCounter(FindingRepository findings, SyncRecordRepository records, SyncMeters meters, Clock clock) {
        super("memlog-sync-count");
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
    protected Duration step() {
        count();
        return INTERVAL;
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
