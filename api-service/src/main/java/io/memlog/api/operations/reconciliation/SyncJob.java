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
        var checkpoint = SyncCheckpoint.of(job.checkpoint());
        return checkpoint.phase() >= SyncRequest.read(job.request()).phases().size()
                ? Optional.empty()
                : Optional.of(JobProgressDelta.to(checkpoint.begin().json()));
    }

    @Override
    public void execute(JobContext job) throws InterruptedException {
        var checkpoint = SyncCheckpoint.of(job.job().checkpoint());
        if (!checkpoint.begun()) {
            return;
        }
        var request = SyncRequest.read(job.job().request());
        var phase = request.phases().get(checkpoint.phase());
        var step = step(job, request, phase, checkpoint);
        var done = phase.kind() == JobPhase.Kind.REPAIR && request.operation() == SyncOperation.FULL ? 0 : step.done();
        job.commit(() -> {
            step.effects().run();
            return new JobProgressDelta(checkpoint.after(step).json(), done, step.sent(), 0);
        });
        if (step.pause().isPositive()) {
            Thread.sleep(step.pause());
        }
    }

    private StepResult<?> step(JobContext job, SyncRequest request, JobPhase phase, SyncCheckpoint checkpoint)
            throws InterruptedException {
        var projection = phase.projection();
        return switch (phase.kind()) {
            case CHECK ->
                check.next(
                        CheckTask.of(job.job().id().value(), projection, request.scope(), request.limit()),
                        checkpoint.phaseCheckpoint(CheckCheckpoint.class));
            case REPAIR ->
                repair.next(
                        job,
                        projection,
                        request.scope(),
                        request.limit(),
                        checkpoint.phaseCheckpoint(RepairCheckpoint.class));
            case REBUILD ->
                rebuild.next(job, projection, request.scope(), checkpoint.phaseCheckpoint(RebuildCheckpoint.class));
        };
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        view.set(
                "result",
                Json.mapper().valueToTree(SyncCheckpoint.of(job.checkpoint()).currentSummary()));
    }
}
