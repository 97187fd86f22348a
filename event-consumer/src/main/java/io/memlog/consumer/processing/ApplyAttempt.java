package io.memlog.consumer.processing;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
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
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Applies some tasks to the projection once and publishes the progress.
final class ApplyAttempt {

    private final ProjectionHandler handler;
    private final RetryingPublisher publisher;
    private final OutageDetector outage;
    private final TenantHealth tenants;
    private final RejectionGuard guard;
    private final ConsumerMeters meters;
    private final Clock clock;

    ApplyAttempt(
            ProjectionHandler handler,
            RetryingPublisher publisher,
            OutageDetector outage,
            TenantHealth tenants,
            RejectionGuard guard,
            ConsumerMeters meters,
            Clock clock) {
        this.handler = handler;
        this.publisher = publisher;
        this.outage = outage;
        this.tenants = tenants;
        this.guard = guard;
        this.meters = meters;
        this.clock = clock;
    }

    /// @throws OutageException if the attempt fails and the probe fails too
    ApplyResult run(List<IndexTask> tasks, Batch batch) throws BatchCancelledException, OutageException {
        batch.sleeper().checkCancelled();
        List<ProjectionEvent> progress;
        try {
            progress = apply(tasks, batch);
        } catch (IndexUnavailableException e) {
            return unavailable(e);
        } catch (RuntimeException | StackOverflowError e) {
            outage.throwIfUnavailable();
            return new ApplyResult.Failed(e);
        } catch (Error e) {
            return unavailable(new IndexUnavailableException(PauseCause.WORKER, "the worker fails: " + e, e, null));
        }
        outage.recovered();
        publisher.publishProgress(progress, batch.sleeper());
        tasks.forEach(task -> batch.acknowledge(task.records()));
        return new ApplyResult.Applied();
    }

    private ApplyResult unavailable(IndexUnavailableException cause) throws OutageException {
        outage.throwIfUnavailable(cause);
        return new ApplyResult.Unavailable(cause);
    }

    private List<ProjectionEvent> apply(List<IndexTask> tasks, Batch batch) {
        readVersions(tasks, batch);
        purge(tasks, batch);
        List<IndexTask.Upsert> fresh = new ArrayList<>();
        List<IndexTask> unchanged = new ArrayList<>();
        for (var task : tasks) {
            var stored = versionBefore(task, batch);
            switch (task) {
                case IndexTask.Upsert upsert when upsert.appliesTo(stored) -> fresh.add(upsert);
                case IndexTask.Purge purge when purge.appliesTo(stored) -> {}
                default -> unchanged.add(task);
            }
        }
        List<ProjectionEvent> progress = new ArrayList<>();
        if (!fresh.isEmpty()) {
            var changes = fresh.stream().map(IndexTask.Upsert::change).toList();
            progress.addAll(meters.timeApply(() -> handler.apply(changes, precomputed(fresh))));
        }
        if (!unchanged.isEmpty()) {
            progress.addAll(handler.reportStored(
                    unchanged.stream().collect(toMap(IndexTask::memory, task -> requireVersion(task, batch)))));
        }
        tasks.forEach(task -> progress.addAll(replayed(task, !unchanged.contains(task))));
        fresh.stream().filter(ApplyAttempt::isFullWrite).map(IndexTask::tenant).forEach(tenant -> {
            tenants.recordWrite(tenant);
            guard.applied();
        });
        meters.applied(fresh.size());
        meters.duplicates(unchanged.size());
        return progress;
    }

    /// A deletion and a change with precomputed vectors need fewer dependencies than other writes, so their
    /// success is no evidence that all dependencies work.
    private static boolean isFullWrite(IndexTask.Upsert task) {
        return !(task.change() instanceof MemoryDeleted)
                && RecordHeaders.embedding(task.record()).isEmpty();
    }

    private static Map<MemoryKey, PrecomputedEmbedding> precomputed(List<IndexTask.Upsert> tasks) {
        Map<MemoryKey, PrecomputedEmbedding> precomputed = new HashMap<>();
        for (var task : tasks) {
            RecordHeaders.embedding(task.record()).ifPresent(embedding -> precomputed.put(task.memory(), embedding));
        }
        return precomputed;
    }

    private List<ProjectionReplayed> replayed(IndexTask task, boolean applied) {
        return task.replays().stream()
                .map(replay -> replay.toEvent(handler.projection(), task.memory(), applied, clock.instant()))
                .toList();
    }

    /// Removes only what is stored up to the version that a task names: a later version stays.
    private void purge(List<IndexTask> tasks, Batch batch) {
        var memories = tasks.stream()
                .filter(task -> switch (task) {
                    case IndexTask.Purge purge -> purge.appliesTo(versionBefore(task, batch));
                    case IndexTask.Upsert upsert -> upsert.purges(versionBefore(task, batch));
                })
                .map(IndexTask::memory)
                .collect(toSet());
        if (!memories.isEmpty()) {
            handler.purge(memories);
            meters.purged(memories.size());
        }
    }

    /// Reads each version once per batch: a failed attempt may have written parts of the new version, and a
    /// retry must not take them for a complete write.
    private void readVersions(List<IndexTask> tasks, Batch batch) {
        var unread = tasks.stream()
                .map(IndexTask::memory)
                .filter(memory -> !batch.versionsBefore().containsKey(memory))
                .collect(toSet());
        if (!unread.isEmpty()) {
            var versions = handler.currentVersions(unread);
            unread.forEach(memory -> batch.versionsBefore().put(memory, Optional.ofNullable(versions.get(memory))));
        }
    }

    private static @Nullable Long versionBefore(IndexTask task, Batch batch) {
        return batch.versionsBefore()
                .getOrDefault(task.memory(), Optional.empty())
                .orElse(null);
    }

    private static long requireVersion(IndexTask task, Batch batch) {
        return Objects.requireNonNull(versionBefore(task, batch));
    }
}
