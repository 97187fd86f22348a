package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.RecurringTask;
import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The continuous check: queues a check of everything when the last one ended an interval ago, and where that is
/// wanted a repair of what it left open. One instance at a time decides.
@Component
final class SyncScheduler implements SchedulingConfigurer {

    /// How many memories the continuous check compares per second at most.
    private static final int MAX_PER_SECOND = 2_000;

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

    private final JobQueue jobs;
    private final FindingRepository findings;
    private final CheckRunRepository runs;
    private final SyncProperties properties;
    private final Clock clock;
    private Instant checkedAt = Instant.MIN;
    private Instant repairedAfter = Instant.MIN;

    SyncScheduler(
            JobQueue jobs,
            FindingRepository findings,
            CheckRunRepository runs,
            SyncProperties properties,
            Clock clock) {
        this.jobs = jobs;
        this.findings = findings;
        this.runs = runs;
        this.properties = properties;
        this.clock = clock;
    }

    /// Whether a job is a round of the continuous check.
    static boolean isRound(Job job) {
        return job.ratePerSecond() != null
                && SyncRequest.read(job.request()).operation() == SyncRequest.Operation.CHECK;
    }

    @Override
    public void configureTasks(ScheduledTaskRegistrar tasks) {
        if (properties.enabled()) {
            var pollInterval = Collections.min(List.of(POLL_INTERVAL, properties.interval()));
            tasks.addFixedDelayTask(
                    new RecurringTask(
                            "The continuous check is paused",
                            () -> jobs.decide(Set.of(SyncJob.KIND), this::submitWhatIsDue)),
                    pollInterval);
        }
    }

    private @Nullable Job submitWhatIsDue(List<Job> unfinished) {
        if (!unfinished.isEmpty()) {
            return null;
        }
        var last = runs.last();
        var ended = last.size() < Projection.values().length
                ? Instant.MIN
                : last.values().stream()
                        .map(CheckRun::endedAt)
                        .min(Instant::compareTo)
                        .orElseThrow();
        var now = clock.instant();
        if (isDue(ended, now) && isDue(checkedAt, now)) {
            var memories = last.values().stream().mapToLong(CheckRun::memories).sum();
            var check = jobs.submit(SyncJob.KIND, request(SyncRequest.Operation.CHECK), MAX_PER_SECOND, memories);
            checkedAt = now;
            return check;
        }
        if (properties.repair() && ended.isAfter(repairedAfter)) {
            var open = Arrays.stream(Projection.values())
                    .mapToLong(projection -> findings.countOpen(projection, TenantScope.ALL))
                    .sum();
            if (open > 0) {
                var repair = jobs.submit(
                        SyncJob.KIND, request(SyncRequest.Operation.REPAIR), properties.ratePerSecond(), open);
                repairedAfter = ended;
                return repair;
            }
        }
        return null;
    }

    /// A round that failed is repeated after the interval, too.
    private boolean isDue(Instant last, Instant now) {
        return !last.plus(properties.interval()).isAfter(now);
    }

    private static JsonNode request(SyncRequest.Operation operation) {
        return Json.mapper().createObjectNode().put("operation", operation.wireName());
    }
}
