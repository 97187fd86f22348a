package io.memlog.consumer.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.TimedCalls.Result;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.memory.MemoryKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/// Prepares tasks and writes them to the projection: the tenants beside each other, each within a time limit.
final class ProjectionWriter<P> {

    /// Preparing ends before Kafka takes the partitions away (`max.poll.interval.ms`, 5 minutes by default).
    private static final Duration MAX_PREPARATION = Duration.ofMinutes(3);

    private final ProjectionHandler<P> handler;
    private final TimedCalls calls;
    private final ConsumerMeters meters;
    private final Clock clock;

    ProjectionWriter(ProjectionHandler<P> handler, TimedCalls calls, ConsumerMeters meters, Clock clock) {
        this.handler = handler;
        this.calls = calls;
        this.meters = meters;
        this.clock = clock;
    }

    /// @param written    tasks that are applied
    /// @param incomplete tasks whose stored data proved to be incomplete; they are to be written again
    /// @param progress   what is to be reported before the tasks are acknowledged
    record Outcome<P>(
            List<PendingTask<P>> written,
            List<PendingTask<P>> incomplete,
            List<ProjectionEvent> progress,
            List<FailedTasks<P>> failed) {}

    /// Reads the stored versions, and prepares what is to be written.
    ///
    /// @return the tasks that failed; they are not ready
    List<FailedTasks<P>> prepare(List<PendingTask<P>> tasks, Duration limit) {
        tasks.forEach(task -> task.countAttempt(tasks.size() == 1));
        List<FailedTasks<P>> failed = new ArrayList<>();
        var unread = tasks.stream().filter(task -> !task.isVersionRead()).toList();
        for (var call : callPerTenant(unread, limit, this::currentVersions)) {
            switch (call.result().join()) {
                case Result.Success<Map<MemoryKey, Long>>(var versions) ->
                    call.tasks().forEach(task -> task.storedVersion(versions.get(task.memory())));
                case Result.Failure<Map<MemoryKey, Long>>(var cause, var took) ->
                    failed.add(new FailedTasks<>(call.tasks(), cause, took));
            }
        }
        var unprepared = tasks.stream()
                .filter(task -> task.isVersionRead() && !task.isReady())
                .toList();
        if (!unprepared.isEmpty()) {
            var changes = unprepared.stream().map(PendingTask::change).toList();
            switch (calls.run(PauseCause.WORKER, MAX_PREPARATION, () -> handler.prepare(changes))) {
                case Result.Success<List<P>>(var prepared) -> {
                    for (int i = 0; i < prepared.size(); i++) {
                        unprepared.get(i).prepared(prepared.get(i));
                    }
                }
                case Result.Failure<List<P>>(var cause, var took) ->
                    failed.add(new FailedTasks<>(unprepared, cause, took));
            }
        }
        return failed;
    }

    private Map<MemoryKey, Long> currentVersions(List<PendingTask<P>> tasks) {
        return handler.currentVersions(tasks.stream().map(PendingTask::memory).collect(toSet()));
    }

    /// Writes the tasks that are ready.
    Outcome<P> write(List<PendingTask<P>> tasks, Duration limit) {
        var ready = tasks.stream().filter(PendingTask::isReady).toList();
        var outcome = new Outcome<P>(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (var call : callPerTenant(ready, limit, this::writeOfOneTenant)) {
            switch (call.result().join()) {
                case Result.Success<List<ProjectionEvent>>(var progress) -> add(call.tasks(), progress, outcome);
                case Result.Failure<List<ProjectionEvent>>(var cause, var took) ->
                    outcome.failed().add(new FailedTasks<>(call.tasks(), cause, took));
            }
        }
        return outcome;
    }

    private List<ProjectionEvent> writeOfOneTenant(List<PendingTask<P>> tasks) {
        List<ProjectionEvent> progress = new ArrayList<>();
        var purged = tasks.stream()
                .filter(PendingTask::isPurge)
                .map(PendingTask::memory)
                .collect(toSet());
        if (!purged.isEmpty()) {
            handler.purge(purged);
        }
        var prepared = tasks.stream()
                .filter(PendingTask::isUpsert)
                .map(task -> Objects.requireNonNull(task.prepared()))
                .toList();
        if (!prepared.isEmpty()) {
            progress.addAll(meters.timeApply(() -> handler.write(prepared)));
        }
        var stored = tasks.stream()
                .filter(PendingTask::isStored)
                .collect(toMap(PendingTask::memory, task -> Objects.requireNonNull(task.storedVersion())));
        if (!stored.isEmpty()) {
            progress.addAll(handler.reportStored(stored));
        }
        return progress;
    }

    private void add(List<PendingTask<P>> tasks, List<ProjectionEvent> progress, Outcome<P> outcome) {
        outcome.progress().addAll(progress);
        var reported = progress.stream().map(ProjectionEvent::key).collect(toSet());
        for (var task : tasks) {
            if (task.isStored() && task.isOfStoredVersion() && !reported.contains(task.memory())) {
                task.storedVersion(null);
                outcome.incomplete().add(task);
            } else {
                outcome.written().add(task);
                outcome.progress().addAll(replayed(task));
            }
        }
        meters.purged(count(tasks, PendingTask::isPurge));
        meters.applied(
                count(tasks, PendingTask::isUpsert) - outcome.incomplete().size());
        meters.duplicates(count(tasks, PendingTask::isStored));
    }

    private int count(List<PendingTask<P>> tasks, Predicate<PendingTask<P>> condition) {
        return (int) tasks.stream().filter(condition).count();
    }

    private List<ProjectionEvent> replayed(PendingTask<P> pending) {
        var task = pending.task();
        return task.replays().stream()
                .<ProjectionEvent>map(replay ->
                        replay.toEvent(handler.projection(), task.memory(), !pending.isStored(), clock.instant()))
                .toList();
    }

    private <T> List<Call<P, T>> callPerTenant(
            List<PendingTask<P>> tasks, Duration limit, Function<List<PendingTask<P>>, T> call) {
        return tasks.stream().collect(groupingBy(PendingTask::tenant, LinkedHashMap::new, toList())).values().stream()
                .map(group -> new Call<>(group, calls.start(PauseCause.STORE, limit, () -> call.apply(group))))
                .toList();
    }

    private record Call<P, T>(List<PendingTask<P>> tasks, CompletableFuture<Result<T>> result) {}
}
