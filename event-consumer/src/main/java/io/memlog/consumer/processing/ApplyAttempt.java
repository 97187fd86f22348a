package io.memlog.consumer.processing;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.publishing.ResultPublisher;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.PrecomputedEmbedding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One attempt to bring some tasks into the index and to report what came of it.
final class ApplyAttempt {

    private final ProjectionHandler index;
    private final ResultPublisher reports;
    private final RetryingPublisher delivery;
    private final OutageDetector outage;
    private final TenantHealth tenants;
    private final ConsumerMeters meters;
    private final Clock clock;

    ApplyAttempt(
            ProjectionHandler index,
            ResultPublisher reports,
            RetryingPublisher delivery,
            OutageDetector outage,
            TenantHealth tenants,
            ConsumerMeters meters,
            Clock clock) {
        this.index = index;
        this.reports = reports;
        this.delivery = delivery;
        this.outage = outage;
        this.tenants = tenants;
        this.meters = meters;
        this.clock = clock;
    }

    /// @throws OutageException when it failed because the index is away
    ApplyResult on(List<IndexTask> tasks, Batch batch) throws BatchCancelledException, OutageException {
        batch.waiting().proceed();
        List<ProjectionEvent> progress;
        try {
            progress = bring(tasks, batch);
        } catch (IndexUnavailableException e) {
            return away(e);
        } catch (RuntimeException | StackOverflowError e) {
            outage.ruleOut();
            return new ApplyResult.Failed(e);
        } catch (Error e) {
            return away(new IndexUnavailableException(PauseCause.WORKER, "the worker itself is unwell: " + e, e, null));
        }
        outage.over();
        delivery.untilAcknowledged(() -> reports.progress(progress), batch.waiting());
        tasks.forEach(task -> batch.settle(task.settles()));
        return new ApplyResult.Done();
    }

    private ApplyResult away(IndexUnavailableException cause) throws OutageException {
        outage.ruleOut(cause);
        return new ApplyResult.Away(cause);
    }

    private List<ProjectionEvent> bring(List<IndexTask> tasks, Batch batch) {
        erase(tasks);
        lookUp(tasks, batch);
        List<IndexTask.Apply> fresh = new ArrayList<>();
        List<IndexTask.Apply> known = new ArrayList<>();
        for (var task : tasks) {
            if (task instanceof IndexTask.Apply apply) {
                (apply.advances(held(apply, batch).orElse(null)) ? fresh : known).add(apply);
            }
        }
        List<ProjectionEvent> progress = new ArrayList<>();
        if (!fresh.isEmpty()) {
            var changes = fresh.stream().map(IndexTask.Apply::change).toList();
            progress.addAll(meters.timeApply(() -> index.apply(changes, carried(fresh))));
        }
        if (!known.isEmpty()) {
            progress.addAll(index.reportStored(known.stream()
                    .collect(toMap(
                            IndexTask.Apply::memory, task -> held(task, batch).orElseThrow()))));
        }
        var unchanged = known.stream().map(IndexTask.Apply::memory).collect(toSet());
        tasks.forEach(task -> progress.addAll(letters(task, !unchanged.contains(task.memory()))));
        fresh.stream().filter(task -> !isSpared(task)).map(IndexTask::tenant).forEach(tenants::wrote);
        meters.applied(fresh.size());
        meters.duplicates(known.size());
        return progress;
    }

    /// Whether a write went without some of what others need, so that it proves less.
    private static boolean isSpared(IndexTask.Apply task) {
        return task.change() instanceof MemoryDeleted
                || RecordHeaders.embedding(task.message()).isPresent();
    }

    private static Map<MemoryKey, PrecomputedEmbedding> carried(List<IndexTask.Apply> tasks) {
        Map<MemoryKey, PrecomputedEmbedding> carried = new HashMap<>();
        for (var task : tasks) {
            RecordHeaders.embedding(task.message()).ifPresent(embedding -> carried.put(task.memory(), embedding));
        }
        return carried;
    }

    private List<ProjectionReplayed> letters(IndexTask task, boolean applied) {
        return task.letters().stream()
                .map(letter -> letter.settled(index.projection(), task.memory(), applied, clock.instant()))
                .toList();
    }

    private void erase(List<IndexTask> tasks) {
        var memories = tasks.stream()
                .filter(IndexTask.Erase.class::isInstance)
                .map(IndexTask::memory)
                .collect(toSet());
        if (!memories.isEmpty()) {
            index.purge(memories);
            meters.erased(memories.size());
        }
    }

    /// Asks once per batch only: an attempt that failed may have written a part under the new version,
    /// which must not pass for the whole when it is tried again.
    private void lookUp(List<IndexTask> tasks, Batch batch) {
        var unknown = tasks.stream()
                .filter(IndexTask.Apply.class::isInstance)
                .map(IndexTask::memory)
                .filter(memory -> !batch.held().containsKey(memory))
                .collect(toSet());
        if (!unknown.isEmpty()) {
            var versions = index.currentVersions(unknown);
            unknown.forEach(memory -> batch.held().put(memory, Optional.ofNullable(versions.get(memory))));
        }
    }

    private static Optional<Long> held(IndexTask.Apply task, Batch batch) {
        return batch.held().getOrDefault(task.memory(), Optional.empty());
    }
}
