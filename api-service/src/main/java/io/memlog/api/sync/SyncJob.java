package io.memlog.api.sync;

import io.memlog.api.jobs.Advance;
import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobKind;
import io.memlog.api.jobs.RunningJob;
import io.memlog.schemas.json.Json;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Checks, repairs and rebuilds, step by step. A step that was cut off is taken again.
@Component
final class SyncJob implements JobKind {

    static final String KIND = "sync";

    private final Check check;
    private final Repair repair;
    private final Rebuild rebuild;

    SyncJob(Check check, Repair repair, Rebuild rebuild) {
        this.check = check;
        this.repair = repair;
        this.rebuild = rebuild;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Optional<Advance> begin(Job job, int most) {
        var place = SyncPlace.of(job.place());
        return place.stage() >= SyncRequest.read(job.request()).stages().size()
                ? Optional.empty()
                : Optional.of(Advance.to(place.beginning().json()));
    }

    @Override
    public void finish(RunningJob job) throws InterruptedException {
        var place = SyncPlace.of(job.job().place());
        if (!place.begun()) {
            return;
        }
        var request = SyncRequest.read(job.job().request());
        var stage = request.stages().get(place.stage());
        var step = step(job, request, stage, place);
        var done = stage.work() == Stage.Work.REPAIR && request.operation() == SyncOperation.FULL ? 0 : step.done();
        job.record(() -> {
            step.effects().run();
            return new Advance(place.after(step).json(), done, step.sent(), 0);
        });
        if (step.pause().isPositive()) {
            Thread.sleep(step.pause());
        }
    }

    private Step<?> step(RunningJob job, SyncRequest request, Stage stage, SyncPlace place)
            throws InterruptedException {
        var projection = stage.projection();
        return switch (stage.work()) {
            case CHECK ->
                check.next(
                        CheckTask.of(job.job().id().value(), projection, request.scope(), request.limit()),
                        place.within(CheckPlace.class));
            case REPAIR ->
                repair.next(job, projection, request.scope(), request.limit(), place.within(RepairPlace.class));
            case REBUILD -> rebuild.next(job, projection, request.scope(), place.within(RebuildPlace.class));
        };
    }

    @Override
    public void describe(Job job, ObjectNode view) {
        view.set("result", Json.mapper().valueToTree(SyncPlace.of(job.place()).soFar()));
    }
}
