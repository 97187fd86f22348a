package io.memlog.api.operations.reconciliation;

import io.memlog.api.http.Cursor;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.Page;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobQueue;
import io.memlog.api.operations.jobs.JobView;
import io.memlog.api.operations.reconciliation.CheckRunRepository.CheckRun;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `POST /sync`; `GET /sync`: the findings, the last checks, the jobs and the continuous check; and
/// `GET /sync/findings`, newest first.
@RestController
record SyncController(
        LogInventoryRepository log,
        FindingRepository findings,
        CheckRunRepository runs,
        JobQueue jobs,
        SyncProperties properties) {

    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final Set<String> PARAMETERS =
            Set.of("projection", "kind", "state", "user_id", "project_id", "limit", "cursor");
    private static final int MAX_LENGTH = 256;
    private static final int MAX_LIMIT = 1_000;
    private static final int DEFAULT_LIMIT = 100;

    /// The extent of a job.
    ///
    /// @param findings open findings within the scope
    private record Preview(SyncRequest.Operation operation, long tenants, long memories, long findings) {}

    @PostMapping("/sync")
    ResponseEntity<JsonNode> start(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var body = JsonBody.read(request, MAX_BODY_BYTES);
        var asked = SyncRequest.read(body);
        if (!asked.dryRun()) {
            return JobView.accepted(submit(asked, body));
        }
        var extent = log.extent(asked.scope());
        var open = countOpen(asked, Long.MAX_VALUE);
        return ResponseEntity.ok(
                Json.mapper().valueToTree(new Preview(asked.operation(), extent.tenants(), extent.memories(), open)));
    }

    /// Submits a job, unless an unfinished one conflicts.
    private Job submit(SyncRequest request, JsonNode body) {
        var rate = request.operation().changesIndexes() ? properties.ratePerSecond() : null;
        var total = total(request);
        return request.operation().changesIndexes()
                ? jobs.decide(Set.of(SyncJob.KIND), unfinished -> {
                    unfinished.forEach(job -> throwIfConflicting(request, job));
                    return jobs.submit(SyncJob.KIND, body, rate, total);
                })
                : jobs.submit(SyncJob.KIND, body, rate, total);
    }

    private static void throwIfConflicting(SyncRequest request, Job job) {
        var other = SyncRequest.read(job.request());
        if (request.conflictsWith(other)) {
            throw ProblemException.wrongState("the job " + job.id() + " ("
                    + other.operation().wireName() + ") changes the same; wait for it, or cancel it");
        }
    }

    private long total(SyncRequest request) {
        if (request.operation() == SyncRequest.Operation.REPAIR) {
            return countOpen(request, request.limit());
        }
        var memories = Math.min(request.limit(), log.estimate(request.scope()));
        var comparisons = memories * request.projections().size();
        return request.operation() == SyncRequest.Operation.REBUILD ? 2 * comparisons : comparisons;
    }

    /// The open findings within the scope.
    ///
    /// @param limit per index
    private long countOpen(SyncRequest request, long limit) {
        return request.projections().stream()
                .mapToLong(projection -> Math.min(limit, findings.countOpen(projection, request.scope())))
                .sum();
    }

    @GetMapping("/sync")
    JsonNode read(HttpServletRequest request) {
        QueryParameters.requireNone(request);
        var last = runs.last();
        var counts = findings.count();
        var unfinished = jobs.unfinished(Set.of(SyncJob.KIND));
        var view = Json.mapper().createObjectNode();
        var projections = view.putObject("projections");
        for (var projection : Projection.values()) {
            var own = projections.putObject(projection.wireName());
            own.set("last_check", Json.mapper().valueToTree(last.get(projection)));
            var found = own.putObject("findings");
            for (var state : Finding.State.values()) {
                var kinds = found.putObject(state.wireName());
                for (var kind : Discrepancy.Kind.values()) {
                    var group = new Finding.Group(projection, kind, state);
                    kinds.put(kind.wireName(), counts.getOrDefault(group, 0L));
                }
            }
            var running = own.putArray("jobs");
            unfinished.stream()
                    .filter(job -> SyncRequest.read(job.request()).projections().contains(projection))
                    .forEach(job -> running.add(job.id().toString()));
        }
        var round = unfinished.stream().filter(SyncScheduler::isRound).findFirst();
        view.set("scheduler", Json.mapper().valueToTree(scheduler(last.values(), round)));
        return view;
    }

    @GetMapping("/sync/findings")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var filter = new Finding.Filter(
                parameters.oneOf("projection", Projection.class),
                parameters.oneOf("kind", Discrepancy.Kind.class),
                parameters.oneOf("state", Finding.State.class),
                new TenantScope(parameters.text("user_id", MAX_LENGTH), parameters.text("project_id", MAX_LENGTH)));
        var limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var before = parameters.cursor(filter, 1);
        var found = findings.list(filter, before == null ? null : before[0], limit + 1);
        return Page.of(found, limit, Json.mapper()::valueToTree, last -> Cursor.of(filter, last.number()));
    }

    /// The continuous check in the HTTP contract. A round compares everything, so it is always a full one.
    private record Scheduler(
            String state,
            @Nullable Projection projection,
            @Nullable Instant roundStartedAt,
            @Nullable Instant roundEndedAt,
            @Nullable Instant fullRoundStartedAt) {}

    private Scheduler scheduler(Collection<CheckRun> last, Optional<Job> round) {
        var startedAt = round.map(Job::createdAt)
                .or(() -> last.stream().map(CheckRun::startedAt).min(Instant::compareTo))
                .orElse(null);
        return new Scheduler(
                properties.enabled() ? (round.isPresent() ? "checking" : "waiting") : "off",
                round.flatMap(SyncJob::currentPhase)
                        .map(SyncRequest.Phase::projection)
                        .orElse(null),
                startedAt,
                last.stream().map(CheckRun::endedAt).max(Instant::compareTo).orElse(null),
                startedAt);
    }
}
