package io.memlog.consumer.batch;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.Index;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.meters.ConsumerMeters;
import io.memlog.consumer.report.Reports;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.ProgressEvent;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.CarriedEmbedding;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One attempt to bring some tasks into the index and to report what came of it.
final class Attempt {

    private final Index index;
    private final Reports reports;
    private final Delivery delivery;
    private final Outage outage;
    private final Tenants tenants;
    private final ConsumerMeters meters;
    private final Clock clock;

    Attempt(
            Index index,
            Reports reports,
            Delivery delivery,
            Outage outage,
            Tenants tenants,
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
    Outcome on(List<Task> tasks, Batch batch) throws WoundUpException, OutageException {
        batch.waiting().proceed();
        List<ProgressEvent> progress;
        try {
            progress = bring(tasks, batch);
        } catch (IndexUnavailableException e) {
            return away(e);
        } catch (RuntimeException | StackOverflowError e) {
            outage.ruleOut();
            return new Outcome.Failed(e);
        } catch (Error e) {
            return away(new IndexUnavailableException(PauseCause.WORKER, "the worker itself is unwell: " + e, e, null));
        }
        outage.over();
        delivery.untilAcknowledged(() -> reports.progress(progress), batch.waiting());
        tasks.forEach(task -> batch.settle(task.settles()));
        return new Outcome.Done();
    }

    private Outcome away(IndexUnavailableException cause) throws OutageException {
        outage.ruleOut(cause);
        return new Outcome.Away(cause);
    }

    private List<ProgressEvent> bring(List<Task> tasks, Batch batch) {
        erase(tasks);
        lookUp(tasks, batch);
        List<Task.Apply> fresh = new ArrayList<>();
        List<Task.Apply> known = new ArrayList<>();
        for (var task : tasks) {
            if (task instanceof Task.Apply apply) {
                (apply.advances(held(apply, batch).orElse(null)) ? fresh : known).add(apply);
            }
        }
        List<ProgressEvent> progress = new ArrayList<>();
        if (!fresh.isEmpty()) {
            var changes = fresh.stream().map(Task.Apply::change).toList();
            progress.addAll(meters.timeApply(() -> index.apply(changes, carried(fresh))));
        }
        if (!known.isEmpty()) {
            progress.addAll(index.progressOf(known.stream()
                    .collect(toMap(Task.Apply::memory, task -> held(task, batch).orElseThrow()))));
        }
        var unchanged = known.stream().map(Task.Apply::memory).collect(toSet());
        tasks.forEach(task -> progress.addAll(letters(task, !unchanged.contains(task.memory()))));
        fresh.stream().filter(task -> !isSpared(task)).map(Task::tenant).forEach(tenants::wrote);
        meters.applied(fresh.size());
        meters.duplicates(known.size());
        return progress;
    }

    /// Whether a write went without some of what others need, so that it proves less.
    private static boolean isSpared(Task.Apply task) {
        return task.change() instanceof MemoryDeleted
                || MessageHeaders.embedding(task.message()).isPresent();
    }

    private static Map<MemoryKey, CarriedEmbedding> carried(List<Task.Apply> tasks) {
        Map<MemoryKey, CarriedEmbedding> carried = new HashMap<>();
        for (var task : tasks) {
            MessageHeaders.embedding(task.message()).ifPresent(embedding -> carried.put(task.memory(), embedding));
        }
        return carried;
    }

    private List<ProjectionReplayed> letters(Task task, boolean applied) {
        return task.letters().stream()
                .map(letter -> letter.settled(index.projection(), task.memory(), applied, clock.instant()))
                .toList();
    }

    private void erase(List<Task> tasks) {
        var memories = tasks.stream()
                .filter(Task.Erase.class::isInstance)
                .map(Task::memory)
                .collect(toSet());
        if (!memories.isEmpty()) {
            index.erase(memories);
            meters.erased(memories.size());
        }
    }

    /// Asks once per batch only: an attempt that failed may have written a part under the new version,
    /// which must not pass for the whole when it is tried again.
    private void lookUp(List<Task> tasks, Batch batch) {
        var unknown = tasks.stream()
                .filter(Task.Apply.class::isInstance)
                .map(Task::memory)
                .filter(memory -> !batch.held().containsKey(memory))
                .collect(toSet());
        if (!unknown.isEmpty()) {
            var versions = index.versionsOf(unknown);
            unknown.forEach(memory -> batch.held().put(memory, Optional.ofNullable(versions.get(memory))));
        }
    }

    private static Optional<Long> held(Task.Apply task, Batch batch) {
        return batch.held().getOrDefault(task.memory(), Optional.empty());
    }
}
