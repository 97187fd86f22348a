package io.memlog.consumer.processing;

import io.memlog.consumer.processing.ApplyResult.FailedTask;
import java.util.ArrayList;
import java.util.List;

/// Applies the tasks of a batch until all are acknowledged.
///
/// | attempt | then |
/// |---|---|
/// | succeeds | acknowledge |
/// | fails, and the probe fails | wait until the probe passes, and try again; no dead letter |
/// | fails, and the probe passes | [PartialFailureHandler] |
final class BatchProcessor {

    private final ApplyAttempt attempt;
    private final PartialFailureHandler partialFailures;
    private final OutageDetector outage;
    private final TenantHealth tenants;
    private final long maxBytes;

    /// @param maxBytes the maximal size of one write; a larger record is a write of its own
    BatchProcessor(
            ApplyAttempt attempt,
            PartialFailureHandler partialFailures,
            OutageDetector outage,
            TenantHealth tenants,
            long maxBytes) {
        this.attempt = attempt;
        this.partialFailures = partialFailures;
        this.outage = outage;
        this.tenants = tenants;
        this.maxBytes = maxBytes;
    }

    /// Unhealthy tenants come last.
    void process(List<IndexTask> tasks, Batch batch) throws BatchCancelledException {
        var healthy = tasks.stream()
                .filter(task -> !tenants.isUnhealthy(task.tenant()))
                .toList();
        var unhealthy = tasks.stream()
                .filter(task -> tenants.isUnhealthy(task.tenant()))
                .toList();
        for (var chunk : chunks(healthy)) {
            untilAcknowledged(chunk, batch, this::together);
        }
        for (var chunk : chunks(unhealthy)) {
            untilAcknowledged(chunk, batch, (open, _) -> partialFailures.handle(open, 0, batch));
        }
        outage.recovered();
    }

    private void untilAcknowledged(List<IndexTask> tasks, Batch batch, Strategy strategy)
            throws BatchCancelledException {
        var open = tasks;
        while (!open.isEmpty()) {
            try {
                strategy.run(open, batch);
            } catch (OutageException e) {
                outage.awaitRecovery(e.outage(), batch.sleeper());
            }
            open = open.stream().filter(task -> !batch.isAcknowledged(task)).toList();
        }
    }

    private void together(List<IndexTask> tasks, Batch batch) throws BatchCancelledException, OutageException {
        switch (attempt.run(tasks, batch)) {
            case ApplyResult.Applied() -> {}
            case ApplyResult.Failed(var cause)
            when tasks.size() == 1 -> partialFailures.handle(new FailedTask(tasks.getFirst(), cause), batch);
            case ApplyResult.Unavailable _, ApplyResult.Failed _ -> partialFailures.handle(tasks, 1, batch);
        }
    }

    /// Bounds the size of a write, and with it the time until a cancelled batch ends.
    private List<List<IndexTask>> chunks(List<IndexTask> tasks) {
        List<List<IndexTask>> chunks = new ArrayList<>();
        long bytes = 0;
        for (var task : tasks) {
            var size = Math.max(0, task.record().serializedValueSize());
            if (chunks.isEmpty() || bytes + size > maxBytes) {
                chunks.add(new ArrayList<>());
                bytes = 0;
            }
            chunks.getLast().add(task);
            bytes += size;
        }
        return chunks;
    }

    private interface Strategy {

        void run(List<IndexTask> tasks, Batch batch) throws BatchCancelledException, OutageException;
    }
}
