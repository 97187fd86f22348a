package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /sync`: the findings, the last checks, the jobs and the continuous check.
@Component
final class SyncStatistics {

    private final CheckRunRepository runs;
    private final FindingRepository findings;
    private final JobQueue jobs;
    private final SyncProperties properties;

    SyncStatistics(CheckRunRepository runs, FindingRepository findings, JobQueue jobs, SyncProperties properties) {
        this.runs = runs;
        this.findings = findings;
        this.jobs = jobs;
        this.properties = properties;
    }

    JsonNode view() {
        var view = Json.mapper().createObjectNode();
        var last = runs.last();
        var counts = findings.count();
        var unfinished = jobs.unfinished(Set.of(SyncJob.KIND));
        var projections = view.putObject("projections");
        for (var projection : Projection.values()) {
            put(projection, last.get(projection), counts, unfinished, projections.putObject(projection.wireName()));
        }
        var round = unfinished.stream().filter(SyncScheduler::isRound).findFirst();
        putScheduler(last.values(), round, view.putObject("scheduler"));
        return view;
    }

    private static void put(
            Projection projection,
            @Nullable CheckRun last,
            List<Finding.Count> counts,
            List<Job> jobs,
            ObjectNode view) {
        if (last == null) {
            view.putNull("last_check");
        } else {
            view.putObject("last_check")
                    .put("started_at", UtcTime.format(last.startedAt()))
                    .put("ended_at", UtcTime.format(last.endedAt()))
                    .put("memories", last.memories())
                    .put("milliseconds_per_memory", last.millisecondsPerMemory());
        }
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

    private void putScheduler(Collection<CheckRun> last, Optional<Job> round, ObjectNode view) {
        var startedAt = round.map(Job::createdAt)
                .or(() -> last.stream().map(CheckRun::startedAt).min(Instant::compareTo));
        var endedAt = last.stream().map(CheckRun::endedAt).max(Instant::compareTo);
        view.put("state", properties.enabled() ? (round.isPresent() ? "checking" : "waiting") : "off");
        view.put("projection", round.map(SyncStatistics::projection).orElse(null));
        view.put("round_started_at", startedAt.map(UtcTime::format).orElse(null));
        view.put("round_ended_at", endedAt.map(UtcTime::format).orElse(null));
        view.put("full_round_started_at", startedAt.map(UtcTime::format).orElse(null));
    }

    private static String projection(Job round) {
        var phases = SyncRequest.read(round.request()).phases();
        var phase = Math.min(SyncCheckpoint.of(round).phase(), phases.size() - 1);
        return phases.get(phase).projection().wireName();
    }
}
