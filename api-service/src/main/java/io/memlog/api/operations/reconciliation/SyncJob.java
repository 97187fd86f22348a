package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.schemas.json.Json;
import java.util.Optional;
import org.springframework.stereotype.Component;
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

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> plan(Job job, int maxItems) {
        var checkpoint = SyncCheckpoint.of(job);
        return checkpoint.phase() < SyncRequest.read(job.request()).phases().size()
                ? Optional.of(JobProgressDelta.to(checkpoint))
                : Optional.empty();
    }

    @Override
    public void execute(JobContext job) throws InterruptedException {
        var checkpoint = SyncCheckpoint.of(job.job());
        var request = SyncRequest.read(job.job().request());
        if (checkpoint.phase() >= request.phases().size()) {
            return;
        }
        var phase = request.phases().get(checkpoint.phase());
        var step = step(job, request, phase, checkpoint);
        var isCounted = phase.operation() != SyncOperation.REPAIR || request.operation() == SyncOperation.REPAIR;
        job.commit(() -> {
            step.effects().run();
            return JobProgressDelta.of(checkpoint.after(step), isCounted ? step.done() : 0, step.sent(), 0);
        });
        if (request.operation() == SyncOperation.CHECK) {
            for (long i = 0; i < step.done(); i++) {
                job.awaitRateLimit();
            }
        }
        if (step.pause().isPositive()) {
            Thread.sleep(step.pause());
        }
    }

    private StepResult<?> step(JobContext job, SyncRequest request, SyncRequest.Phase phase, SyncCheckpoint checkpoint)
            throws InterruptedException {
        var projection = phase.projection();
        return switch (phase.operation()) {
            case CHECK, FULL ->
                check.next(
                        projection,
                        request.scope(),
                        request.limit(),
                        checkpoint.phaseCheckpoint(ConsistencyCheck.Checkpoint.class));
            case REPAIR ->
                repair.next(
                        job,
                        projection,
                        request.scope(),
                        request.limit(),
                        checkpoint.phaseCheckpoint(Repair.Checkpoint.class));
            case REBUILD ->
                rebuild.next(job, projection, request.scope(), checkpoint.phaseCheckpoint(Rebuild.Checkpoint.class));
        };
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        view.set("result", Json.mapper().valueToTree(SyncCheckpoint.of(job).currentSummary()));
    }
}
