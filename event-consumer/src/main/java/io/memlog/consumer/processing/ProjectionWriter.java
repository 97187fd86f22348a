package io.memlog.consumer.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.IndexUnavailableException;
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
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Prepares tasks and writes them to the projection: the tenants concurrently, each within a time limit.
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
            List<MemoryTask<P>> written,
            List<MemoryTask<P>> incomplete,
            List<ProjectionEvent> progress,
            List<FailedTasks<P>> failed) {}

    /// Reads the stored versions, and prepares what is to be written.
    ///
    /// @return the tasks that failed; they are not ready
    List<FailedTasks<P>> prepare(List<MemoryTask<P>> tasks, Duration limit) {
        tasks.forEach(task -> task.countAttempt(tasks.size() == 1));
        var unread = tasks.stream().filter(task -> !task.isVersionRead()).toList();
        var failed = callPerTenant(
                unread,
                limit,
                group -> handler.currentVersions(memories(group)),
                (group, versions) -> group.forEach(task -> task.storedVersion(versions.get(task.memory()))));
        var unprepared = tasks.stream()
                .filter(task -> task.isVersionRead() && !task.isReady())
                .toList();
        if (!unprepared.isEmpty()) {
            var changes = unprepared.stream().map(MemoryTask::change).toList();
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

    private static Set<MemoryKey> memories(List<? extends MemoryTask<?>> tasks) {
        return tasks.stream().map(MemoryTask::memory).collect(toSet());
    }

    /// Writes the tasks that are ready.
    Outcome<P> write(List<MemoryTask<P>> tasks, Duration limit) {
        var ready = tasks.stream().filter(MemoryTask::isReady).toList();
        List<MemoryTask<P>> written = new ArrayList<>();
        List<MemoryTask<P>> incomplete = new ArrayList<>();
        List<ProjectionEvent> progress = new ArrayList<>();
        var failed = callPerTenant(ready, limit, this::writeOfOneTenant, (group, events) -> {
            progress.addAll(events);
            var reported = events.stream().map(ProjectionEvent::key).collect(toSet());
            for (var task : group) {
                var isComplete = !task.isDuplicate() || !task.isOfStoredVersion() || reported.contains(task.memory());
                (isComplete ? written : incomplete).add(task);
            }
        });
        incomplete.forEach(task -> task.storedVersion(null));
        meters.count("purged", count(written, MemoryTask::isPurge));
        meters.count("applied", count(written, MemoryTask::isUpsert));
        meters.count("duplicates", count(written, MemoryTask::isDuplicate));
        return new Outcome<>(written, incomplete, progress, failed);
    }

    private List<ProjectionEvent> writeOfOneTenant(List<MemoryTask<P>> tasks) {
        List<ProjectionEvent> progress = new ArrayList<>();
        var started = clock.instant();
        var purged = tasks.stream().filter(MemoryTask::isPurge).toList();
        if (!purged.isEmpty()) {
            handler.purge(memories(purged));
        }
        var prepared = tasks.stream()
                .filter(MemoryTask::isUpsert)
                .map(task -> Objects.requireNonNull(task.prepared()))
                .toList();
        if (!prepared.isEmpty()) {
            progress.addAll(meters.timeApply(() -> handler.write(prepared)));
        }
        var ended = clock.instant();
        tasks.stream().filter(task -> !task.isDuplicate()).forEach(task -> task.written(started, ended));
        var stored = tasks.stream()
                .filter(MemoryTask::isDuplicate)
                .collect(toMap(MemoryTask::memory, task -> Objects.requireNonNull(task.storedVersion())));
        if (!stored.isEmpty()) {
            progress.addAll(handler.reportStored(stored));
        }
        return progress;
    }

    private int count(List<MemoryTask<P>> tasks, Predicate<MemoryTask<P>> condition) {
        return (int) tasks.stream().filter(condition).count();
    }

    /// Calls for all tenants concurrently.
    ///
    /// @return the tasks whose call failed
    private <T> List<FailedTasks<P>> callPerTenant(
            List<MemoryTask<P>> tasks,
            Duration limit,
            Function<List<MemoryTask<P>>, T> call,
            BiConsumer<List<MemoryTask<P>>, T> whenDone) {
        var started =
                tasks.stream().collect(groupingBy(MemoryTask::tenant, LinkedHashMap::new, toList())).values().stream()
                        .map(group -> Map.entry(group, calls.start(PauseCause.STORE, limit, () -> call.apply(group))))
                        .toList();
        List<FailedTasks<P>> failed = new ArrayList<>();
        for (var each : started) {
            switch (each.getValue().join()) {
                case Result.Success<T>(var value) -> whenDone.accept(each.getKey(), value);
                case Result.Failure<T>(var cause, var took) ->
                    failed.add(new FailedTasks<>(each.getKey(), cause, took));
            }
        }
        return failed;
    }

    /// Asks whether all works that writing needs: null if it does.
    @Nullable
    IndexUnavailableException probe(Duration limit) {
        var result = calls.run(PauseCause.STORE, limit, () -> {
            handler.probe();
            return true;
        });
        if (!(result instanceof Result.Failure<Boolean>(var cause, var _))) {
            return null;
        }
        return switch (cause) {
            case IndexUnavailableException unavailable -> unavailable;
            case Error error ->
                new IndexUnavailableException(PauseCause.WORKER, "the probe fails: " + error, error, null);
            default -> new IndexUnavailableException("the probe fails: " + cause.getMessage(), cause);
        };
    }
}
