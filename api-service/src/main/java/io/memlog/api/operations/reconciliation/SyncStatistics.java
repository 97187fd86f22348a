package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /sync`: the findings, the last checks, the jobs and the continuous check.
@Component
final class SyncStatistics {

    private final SyncRecordRepository records;
    private final FindingRepository findings;
    private final JobQueue jobs;
    private final CheckLeaseRepository schedule;
    private final SyncProperties properties;

    SyncStatistics(
            SyncRecordRepository records,
            FindingRepository findings,
            JobQueue jobs,
            CheckLeaseRepository schedule,
            SyncProperties properties) {
        this.records = records;
        this.findings = findings;
        this.jobs = jobs;
        this.schedule = schedule;
        this.properties = properties;
    }

    JsonNode view() {
        var view = Json.mapper().createObjectNode();
        var counts = findings.count();
        var unfinished = jobs.unfinished(Set.of(SyncJob.KIND));
        var projections = view.putObject("projections");
        for (var projection : Projection.values()) {
            put(projection, counts, unfinished, projections.putObject(projection.wireName()));
        }
        put(schedule.read(), view.putObject("scheduler"));
        return view;
    }

    private void put(Projection projection, List<Finding.Count> counts, List<Job> jobs, ObjectNode view) {
        records.lastCheck(projection)
                .ifPresentOrElse(
                        check -> view.putObject("last_check")
                                .put("started_at", UtcTime.format(check.startedAt()))
                                .put("ended_at", UtcTime.format(check.endedAt()))
                                .put("memories", check.memories())
                                .put("milliseconds_per_memory", check.millisecondsPerMemory()),
                        () -> view.putNull("last_check"));
        var found = view.putObject("findings");
        for (var state : FindingState.values()) {
            var kinds = found.putObject(state.wireName());
            for (var kind : FindingKind.values()) {
                kinds.put(kind.wireName(), count(counts, projection, kind, state));
            }
        }
        var running = view.putArray("jobs");
        jobs.stream()
                .filter(job -> SyncRequest.read(job.request()).projections().contains(projection))
                .forEach(job -> running.add(job.id().toString()));
    }

    private static long count(List<Finding.Count> counts, Projection projection, FindingKind kind, FindingState state) {
        return counts.stream()
                .filter(count -> count.projection() == projection && count.kind() == kind && count.state() == state)
                .mapToLong(Finding.Count::findings)
                .sum();
    }

    private void put(CheckLeaseRepository.Round round, ObjectNode view) {
        var isRunning = round.checkpoint() != null;
        view.put("state", properties.enabled() ? (isRunning ? "checking" : "waiting") : "off");
        view.put(
                "projection",
                round.checkpoint() == null
                        ? null
                        : round.checkpoint().projection().wireName());
        view.put("round_started_at", time(round.startedAt()));
        view.put("round_ended_at", time(round.endedAt()));
        view.put("full_round_started_at", time(round.fullStartedAt()));
    }

    private static @Nullable String time(@Nullable Instant time) {
        return time == null ? null : UtcTime.format(time);
    }
}
