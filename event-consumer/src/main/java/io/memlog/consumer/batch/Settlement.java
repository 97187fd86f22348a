package io.memlog.consumer.batch;

import io.memlog.consumer.batch.Outcome.Culprit;
import java.util.List;

/// Settles the tasks of a batch: together when all is well, otherwise each tenant by itself. An outage is waited
/// out; it is nobody's fault and buries nothing.
final class Settlement {

    private final Attempt attempt;
    private final Separation separation;
    private final Outage outage;
    private final Tenants tenants;
    private final long mostBytes;

    /// @param mostBytes how much one write brings at most
    Settlement(Attempt attempt, Separation separation, Outage outage, Tenants tenants, long mostBytes) {
        this.attempt = attempt;
        this.separation = separation;
        this.outage = outage;
        this.tenants = tenants;
        this.mostBytes = mostBytes;
    }

    /// Tenants known to be in trouble come last.
    void settle(List<Task> tasks, Batch batch) throws WoundUpException {
        var troubled =
                tasks.stream().filter(task -> tenants.isTroubled(task.tenant())).toList();
        var calm = tasks.stream()
                .filter(task -> !tenants.isTroubled(task.tenant()))
                .toList();
        for (var slice : Slices.of(calm, mostBytes)) {
            untilSettled(slice, batch, this::together);
        }
        for (var slice : Slices.of(troubled, mostBytes)) {
            untilSettled(slice, batch, (open, _) -> separation.settle(open, 0, batch));
        }
        outage.over();
    }

    private void untilSettled(List<Task> tasks, Batch batch, Way way) throws WoundUpException {
        var open = tasks;
        while (!open.isEmpty()) {
            try {
                way.settle(open, batch);
            } catch (OutageException e) {
                outage.waitOut(e.outage(), batch.waiting());
            }
            open = open.stream().filter(task -> !batch.isSettled(task)).toList();
        }
    }

    private void together(List<Task> tasks, Batch batch) throws WoundUpException, OutageException {
        switch (attempt.on(tasks, batch)) {
            case Outcome.Done() -> {}
            case Outcome.Failed(var failure)
            when tasks.size() == 1 -> separation.settle(new Culprit(tasks.getFirst(), failure), batch);
            case Outcome.Away _, Outcome.Failed _ -> separation.settle(tasks, 1, batch);
        }
    }

    private interface Way {

        void settle(List<Task> tasks, Batch batch) throws WoundUpException, OutageException;
    }
}
