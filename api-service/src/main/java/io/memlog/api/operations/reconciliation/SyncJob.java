package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.schemas.json.Json;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Checks, repairs and rebuilds, step by step. A step that was cut off is taken again.
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
    public String name() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> begin(Job job, int most) {
        var place = SyncCheckpoint.of(job.place());
        return place.stage() >= SyncRequest.read(job.request()).stages().size()
                ? Optional.empty()
                : Optional.of(JobProgressDelta.to(place.beginning().json()));
    }

    @Override
    public void finish(JobContext job) throws InterruptedException {
        var place = SyncCheckpoint.of(job.job().place());
        if (!place.begun()) {
            return;
        }
        var request = SyncRequest.read(job.job().request());
        var stage = request.stages().get(place.stage());
        var step = step(job, request, stage, place);
        var done = stage.work() == JobPhase.Work.REPAIR && request.operation() == SyncOperation.FULL ? 0 : step.done();
        job.record(() -> {
            step.effects().run();
            return new JobProgressDelta(place.after(step).json(), done, step.sent(), 0);
        });
        if (step.pause().isPositive()) {
            Thread.sleep(step.pause());
        }
    }

    private StepResult<?> step(JobContext job, SyncRequest request, JobPhase stage, SyncCheckpoint place)
            throws InterruptedException {
        var projection = stage.projection();
        return switch (stage.work()) {
            case CHECK ->
                check.next(
                        CheckTask.of(job.job().id().value(), projection, request.scope(), request.limit()),
                        place.within(CheckCheckpoint.class));
            case REPAIR ->
                repair.next(job, projection, request.scope(), request.limit(), place.within(RepairCheckpoint.class));
            case REBUILD -> rebuild.next(job, projection, request.scope(), place.within(RebuildCheckpoint.class));
        };
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        view.set(
                "result",
                Json.mapper().valueToTree(SyncCheckpoint.of(job.place()).soFar()));
    }
}
