package io.memlog.consumer.processing;

import io.memlog.consumer.processing.ApplyResult.Culprit;
import java.util.List;

/// Settles the tasks of a batch: together when all is well, otherwise each tenant by itself. An outage is waited
/// out; it is nobody's fault and buries nothing.
final class BatchProcessor {

    private final ApplyAttempt attempt;
    private final PartialFailureHandler separation;
    private final OutageDetector outage;
    private final TenantHealth tenants;
    private final long mostBytes;

    /// @param mostBytes how much one write brings at most
    BatchProcessor(
            ApplyAttempt attempt,
            PartialFailureHandler separation,
            OutageDetector outage,
            TenantHealth tenants,
            long mostBytes) {
        this.attempt = attempt;
        this.separation = separation;
        this.outage = outage;
        this.tenants = tenants;
        this.mostBytes = mostBytes;
    }

    /// Tenants known to be in trouble come last.
    void settle(List<IndexTask> tasks, Batch batch) throws BatchCancelledException {
        var troubled =
                tasks.stream().filter(task -> tenants.isTroubled(task.tenant())).toList();
        var calm = tasks.stream()
                .filter(task -> !tenants.isTroubled(task.tenant()))
                .toList();
        for (var slice : WriteChunks.of(calm, mostBytes)) {
            untilSettled(slice, batch, this::together);
        }
        for (var slice : WriteChunks.of(troubled, mostBytes)) {
            untilSettled(slice, batch, (open, _) -> separation.settle(open, 0, batch));
        }
        outage.over();
    }

    private void untilSettled(List<IndexTask> tasks, Batch batch, Way way) throws BatchCancelledException {
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

    private void together(List<IndexTask> tasks, Batch batch) throws BatchCancelledException, OutageException {
        switch (attempt.on(tasks, batch)) {
            case ApplyResult.Done() -> {}
            case ApplyResult.Failed(var failure)
            when tasks.size() == 1 -> separation.settle(new Culprit(tasks.getFirst(), failure), batch);
            case ApplyResult.Away _, ApplyResult.Failed _ -> separation.settle(tasks, 1, batch);
        }
    }

    private interface Way {

        void settle(List<IndexTask> tasks, Batch batch) throws BatchCancelledException, OutageException;
    }
}
