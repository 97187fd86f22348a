package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.api.operations.reconciliation.StepResult.Count;
import io.memlog.schemas.json.Json;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Runs checks, repairs and rebuilds step by step. An interrupted step is repeated.
@Component
final class SyncJob implements JobHandler {

    static final String KIND = "sync";

    private final ConsistencyCheck check;
    private final Repair repair;
    private final Rebuild rebuild;

    SyncJob(ConsistencyCheck check, Repair repair, Rebuild rebuild) {
        this.check = check;
        this.repair = repair;
        this.rebuild = rebuild;
    }

    /// @param phase   the number of finished phases
    /// @param at      the checkpoint of the current phase; null at its beginning
    /// @param summary what is counted so far; null before the first step
    private record Checkpoint(
            int phase, @Nullable JsonNode at, @Nullable Map<Count, Long> summary) {

        static Checkpoint of(Job job) {
            return job.checkpoint(Checkpoint.class, new Checkpoint(0, null, null));
        }

        long count(Count which) {
            return summary == null ? 0 : summary.getOrDefault(which, 0L);
        }

        Checkpoint after(StepResult step) {
            var isFinished = step.checkpoint() == null;
            Map<Count, Long> counts = new EnumMap<>(Count.class);
            for (var which : Count.values()) {
                counts.put(which, count(which) + step.count(which));
            }
            return new Checkpoint(
                    isFinished ? phase + 1 : phase,
                    isFinished ? null : Json.mapper().valueToTree(step.checkpoint()),
                    counts);
        }
    }

    /// The current phase; empty when all are finished.
    static Optional<SyncRequest.Phase> currentPhase(Job job) {
        return SyncRequest.read(job.request()).phases().stream()
                .skip(Checkpoint.of(job).phase())
                .findFirst();
    }

    /// Commits effects within a step, whose own commit follows. An interrupted step is repeated nevertheless.
    static void commit(JobContext context, Runnable effects) {
        context.commit(() -> {
            effects.run();
            return JobProgressDelta.to(context.job().checkpoint());
        });
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> plan(Job job, int maxItems) {
        return currentPhase(job).map(_ -> JobProgressDelta.to(job.checkpoint()));
    }

    @Override
    public void execute(JobContext context) throws InterruptedException {
        var job = context.job();
        var current = currentPhase(job);
        if (current.isEmpty()) {
            return;
        }
        var phase = current.get();
        var requested = SyncRequest.read(job.request()).operation();
        var checkpoint = Checkpoint.of(job);
        var step = step(context, phase, checkpoint.at());
        var done = done(phase.operation(), step);
        var isCounted = phase.operation() != SyncRequest.Operation.REPAIR || requested == SyncRequest.Operation.REPAIR;
        context.commit(() -> {
            step.effects().run();
            return JobProgressDelta.of(checkpoint.after(step), isCounted ? done : 0, step.sent(), 0);
        });
        if (requested == SyncRequest.Operation.CHECK) {
            for (long i = 0; i < done; i++) {
                context.awaitRateLimit();
            }
        }
        context.pause(step.pause());
    }

    /// A repair that is marked is also sent; the other steps can end anywhere.
    @Override
    public boolean mayEndUnfinished(Job job) {
        return currentPhase(job)
                .map(phase -> phase.operation() != SyncRequest.Operation.REPAIR)
                .orElse(true);
    }

    private StepResult step(JobContext job, SyncRequest.Phase phase, @Nullable JsonNode at)
            throws InterruptedException {
        return switch (phase.operation()) {
            case CHECK, FULL ->
                check.next(
                        phase, checkpoint(at, ConsistencyCheck.Checkpoint.class).orElseGet(check::start));
            case REPAIR ->
                repair.next(job, phase, checkpoint(at, Repair.Checkpoint.class).orElse(Repair.Checkpoint.START));
            case REBUILD ->
                rebuild.next(
                        job, phase, checkpoint(at, Rebuild.Checkpoint.class).orElse(Rebuild.Checkpoint.START));
        };
    }

    private static <P> Optional<P> checkpoint(@Nullable JsonNode at, Class<P> type) {
        return at == null || at.isNull()
                ? Optional.empty()
                : Optional.of(Json.mapper().treeToValue(at, type));
    }

    private static long done(SyncRequest.Operation phase, StepResult step) {
        return switch (phase) {
            case CHECK, FULL -> step.count(Count.CHECKED);
            case REPAIR -> step.count(Count.GONE) + step.count(Count.REPAIRED) + step.count(Count.LEFT);
            case REBUILD -> step.sent();
        };
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        var checkpoint = Checkpoint.of(job);
        var result = view.putObject("result");
        for (var which : Count.values()) {
            result.put(which.wireName(), checkpoint.count(which));
        }
    }
}
