package io.memlog.consumer.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.memlog.consumer.Deadline;
import io.memlog.consumer.processing.TenantCircuitBreakers.Access;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.retry.StopSignal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Applies the tasks of one batch. They are cut into slices: while one slice is written, the next one is prepared.
/// Tenants whose last write failed come last, with a trial of one task.
final class BatchRun<P> {

    private static final int MAX_TENANTS = 64;

    private final ProjectionWriter<P> writer;
    private final FailurePolicy policy;
    private final OutcomePublisher outcomes;
    private final TimedCalls calls;
    private final ConsumerProperties settings;
    private final StopSignal stop;
    private final Batch batch;
    private final Deadline deadline;
    private final List<FailedTasks<P>> failedAlone = new ArrayList<>();

    BatchRun(
            ProjectionWriter<P> writer,
            FailurePolicy policy,
            OutcomePublisher outcomes,
            TimedCalls calls,
            ConsumerProperties settings,
            StopSignal stop,
            Batch batch) {
        this.writer = writer;
        this.policy = policy;
        this.outcomes = outcomes;
        this.calls = calls;
        this.settings = settings;
        this.stop = stop;
        this.batch = batch;
        this.deadline = Deadline.after(settings.batchTimeout());
    }

    void apply(List<IndexTask> tasks) throws PauseException, InterruptedException {
        var pending = tasks.stream().map(PendingTask<P>::new).toList();
        var byAccess = pending.stream().collect(groupingBy(task -> policy.access(task.tenant())));
        applySlices(byAccess.getOrDefault(Access.FREE, List.of()));
        applySlices(tryTenants(byAccess.getOrDefault(Access.TRIAL, List.of())));
        giveUpBlocked(byAccess.getOrDefault(Access.BLOCKED, List.of()));
        retryLater();
    }

    private void applySlices(List<PendingTask<P>> tasks) throws PauseException, InterruptedException {
        var slices = slices(tasks);
        var next = prepareNext(slices);
        try {
            while (next != null) {
                var current = TimedCalls.result(next);
                next = prepareNext(slices);
                List<FailedTasks<P>> failed = new ArrayList<>(current.failed());
                failed.addAll(write(current.tasks(), settings.failure().callTimeout()));
                resolve(failed);
            }
        } finally {
            if (next != null) {
                next.cancel(true);
            }
        }
    }

    private @Nullable Future<Slice<P>> prepareNext(Deque<List<PendingTask<P>>> slices) {
        if (slices.isEmpty() || deadline.isPast() || stop.requested()) {
            return null;
        }
        var tasks = slices.remove();
        return calls.inBackground(() ->
                new Slice<>(tasks, writer.prepare(tasks, settings.failure().callTimeout())));
    }

    private record Slice<P>(List<PendingTask<P>> tasks, List<FailedTasks<P>> failed) {}

    private Deque<List<PendingTask<P>>> slices(List<PendingTask<P>> tasks) {
        Deque<List<PendingTask<P>>> slices = new ArrayDeque<>();
        Set<Tenant> tenants = new HashSet<>();
        long bytes = 0;
        for (var task : tasks) {
            tenants.add(task.tenant());
            bytes += task.bytes();
            if (slices.isEmpty() || bytes > settings.maxWrite().toBytes() || tenants.size() > MAX_TENANTS) {
                slices.add(new ArrayList<>());
                tenants = new HashSet<>(Set.of(task.tenant()));
                bytes = task.bytes();
            }
            slices.getLast().add(task);
        }
        return slices;
    }

    /// Writes, reports and acknowledges.
    ///
    /// @return the tasks that failed
    private List<FailedTasks<P>> write(List<PendingTask<P>> tasks, Duration limit) throws PauseException {
        var outcome = writer.write(tasks, limit);
        outcome.written().stream().map(PendingTask::tenant).distinct().forEach(policy::written);
        outcomes.publishProgress(outcome.progress());
        outcome.written().forEach(task -> batch.acknowledge(task.task().records()));
        if (outcome.incomplete().isEmpty()) {
            return outcome.failed();
        }
        List<FailedTasks<P>> failed = new ArrayList<>(outcome.failed());
        failed.addAll(attempt(outcome.incomplete()));
        return failed;
    }

    private List<FailedTasks<P>> attempt(List<PendingTask<P>> tasks) throws PauseException {
        return attempt(tasks, settings.failure().callTimeout());
    }

    private List<FailedTasks<P>> attempt(List<PendingTask<P>> tasks, Duration limit) throws PauseException {
        List<FailedTasks<P>> failed = new ArrayList<>(writer.prepare(tasks, limit));
        failed.addAll(write(tasks, limit));
        return failed;
    }

    /// Does with failed tasks what the policy decides.
    private void resolve(List<FailedTasks<P>> failures) throws PauseException {
        var open = new ArrayDeque<>(failures);
        List<GivenUpTask> givenUp = new ArrayList<>();
        while (!open.isEmpty()) {
            var failed = open.remove();
            var tasks = failed.tasks();
            switch (policy.decide(failed)) {
                case RETRY_NOW ->
                    attempt(tasks, settings.failure().trialTimeout()).forEach(open::addFirst);
                case SPLIT -> {
                    var middle = tasks.size() / 2;
                    attempt(tasks.subList(0, middle)).forEach(open::addFirst);
                    attempt(tasks.subList(middle, tasks.size())).forEach(open::addFirst);
                }
                case RETRY_LATER -> failedAlone.add(failed);
                case DEAD_LETTER -> givenUp.addAll(givenUp(failed));
            }
        }
        giveUp(givenUp);
    }

    /// Tries one task of each tenant.
    ///
    /// @return the other tasks of tenants whose trial succeeded
    private List<PendingTask<P>> tryTenants(List<PendingTask<P>> tasks) throws PauseException {
        if (tasks.isEmpty() || stop.requested()) {
            return List.of();
        }
        var trials =
                tasks.stream().collect(groupingBy(PendingTask::tenant, LinkedHashMap::new, toList())).values().stream()
                        .map(List::getFirst)
                        .toList();
        resolve(attempt(trials, settings.failure().trialTimeout()));
        List<PendingTask<P>> recovered = new ArrayList<>();
        List<PendingTask<P>> others = new ArrayList<>();
        for (var task : tasks) {
            if (!batch.isAcknowledged(task.task().record())) {
                (policy.access(task.tenant()) == Access.FREE ? recovered : others).add(task);
            }
        }
        giveUpBlocked(others);
        return recovered;
    }

    private void giveUpBlocked(List<PendingTask<P>> tasks) throws PauseException {
        giveUp(tasks.stream()
                .map(task -> new GivenUpTask(task.task(), policy.blockedBy(task.tenant()), task.attempts()))
                .toList());
    }

    /// Retries tasks that failed alone, all with the same delays.
    private void retryLater() throws PauseException, InterruptedException {
        for (var delay : settings.failure().retryDelays()) {
            if (failedAlone.isEmpty()) {
                return;
            }
            if (stop.pause(delay)) {
                return;
            }
            var again = List.copyOf(failedAlone);
            failedAlone.clear();
            for (var failed : again) {
                resolve(attempt(failed.tasks()));
            }
        }
        giveUp(failedAlone.stream().flatMap(failed -> givenUp(failed).stream()).toList());
    }

    private List<GivenUpTask> givenUp(FailedTasks<P> failed) {
        return failed.tasks().stream()
                .map(task -> new GivenUpTask(task.task(), failed.cause(), task.attempts()))
                .toList();
    }

    private void giveUp(List<GivenUpTask> tasks) throws PauseException {
        policy.check(tasks);
        outcomes.publishDeadLetters(tasks, batch);
    }
}
