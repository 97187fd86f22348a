package io.memlog.consumer.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import io.memlog.consumer.Deadline;
import io.memlog.consumer.PauseCause;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.consumer.processing.TenantCircuitBreakers.Access;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.tracing.Traces;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Applies batches to the projection, publishes progress, and dead-letters what cannot be applied. Thread-safe: each
/// batch is processed on the thread of its caller.
public final class BatchProcessor<P> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BatchProcessor.class);
    private static final int MAX_TENANTS = 64;

    private final TimedCalls calls = new TimedCalls();
    private final FailurePolicy policy;
    private final ProjectionWriter<P> writer;
    private final Function<Batch, OutcomePublisher> outcomesOf;
    private final ConsumerProperties settings;
    private final ConsumerMeters meters;

    public BatchProcessor(
            ProjectionHandler<P> handler,
            ResultPublisher results,
            ConsumerProperties settings,
            ConsumerMeters meters,
            Traces traces,
            Clock clock) {
        var failure = settings.failure();
        this.writer = new ProjectionWriter<>(handler, calls, meters, clock);
        this.policy = new FailurePolicy(() -> writer.probe(failure.callTimeout()), failure, System::nanoTime);
        this.outcomesOf = batch -> new OutcomePublisher(handler.projection(), results, meters, traces, clock, batch);
        this.settings = settings;
        this.meters = meters;
    }

    /// Acknowledges what is applied or became a dead letter. What is left is to be tried again: after a pause if this
    /// method throws, otherwise at once.
    ///
    /// @param stop after its request no slice is begun
    public void process(Batch batch, StopSignal stop) throws PauseException, InterruptedException {
        var plan =
                BatchPlan.<P>of(batch.records().stream().map(DecodedRecord::of).toList());
        meters.batch(batch.records().size());
        meters.count("superseded", plan.superseded());
        skip(plan.invalidTombstones(), batch);
        var outcomes = outcomesOf.apply(batch);
        outcomes.publishPoison(plan.poison());
        new Run(batch, outcomes, stop).apply(plan.tasks());
        if (!plan.newer().isEmpty()) {
            throw upgradeFirst(plan.newer());
        }
    }

    private void skip(List<DecodedRecord.InvalidTombstone> invalidTombstones, Batch batch) {
        for (var invalid : invalidTombstones) {
            var skipped = invalid.record();
            LOG.warn(
                    "skipped tombstone {}-{}@{}: it does not name a memory, user, project and version",
                    skipped.topic(),
                    skipped.partition(),
                    skipped.offset());
            batch.acknowledge(List.of(skipped));
        }
        meters.count("invalid.tombstones", invalidTombstones.size());
    }

    /// An event of a later release stays unacknowledged until a worker of that release reads it.
    private static PauseException upgradeFirst(List<DecodedRecord.Newer> newer) {
        var first = newer.getFirst();
        return new PauseException(
                PauseCause.WORKER,
                "upgrade this worker first: %s-%s@%s has an %s"
                        .formatted(
                                first.record().topic(),
                                first.record().partition(),
                                first.record().offset(),
                                first.cause().getMessage()),
                first.cause(),
                newer.stream().map(each -> Batch.partition(each.record())).collect(toSet()));
    }

    @Override
    public void close() {
        calls.close();
    }

    /// Applies the tasks of one batch. They are cut into slices: while one slice is written, the next one is prepared.
    /// Tenants whose last write failed come last, with a trial of one task.
    private final class Run {

        private final Batch batch;
        private final OutcomePublisher outcomes;
        private final StopSignal stop;
        private final Deadline deadline = Deadline.after(settings.batchTimeout());
        private final Duration callTimeout = settings.failure().callTimeout();
        private final List<FailedTasks<P>> failedAlone = new ArrayList<>();

        Run(Batch batch, OutcomePublisher outcomes, StopSignal stop) {
            this.batch = batch;
            this.outcomes = outcomes;
            this.stop = stop;
        }

        void apply(List<MemoryTask<P>> tasks) throws PauseException, InterruptedException {
            var byAccess = tasks.stream().collect(groupingBy(task -> policy.access(task.tenant())));
            applySlices(byAccess.getOrDefault(Access.FREE, List.of()));
            applySlices(tryTenants(byAccess.getOrDefault(Access.TRIAL, List.of())));
            giveUpBlocked(byAccess.getOrDefault(Access.BLOCKED, List.of()));
            retryLater();
        }

        private void applySlices(List<MemoryTask<P>> tasks) throws PauseException, InterruptedException {
            var slices = slices(tasks);
            var next = prepareNext(slices);
            try {
                while (next != null) {
                    var current = TimedCalls.result(next);
                    next = prepareNext(slices);
                    List<FailedTasks<P>> failed = new ArrayList<>(current.failed());
                    failed.addAll(write(current.tasks(), callTimeout));
                    resolve(failed);
                }
            } finally {
                if (next != null) {
                    next.cancel(true);
                }
            }
        }

        private @Nullable Future<Slice<P>> prepareNext(Deque<List<MemoryTask<P>>> slices) {
            if (slices.isEmpty() || deadline.isPast() || stop.requested()) {
                return null;
            }
            var tasks = slices.remove();
            return calls.inBackground(() -> new Slice<>(tasks, writer.prepare(tasks, callTimeout)));
        }

        private record Slice<P>(List<MemoryTask<P>> tasks, List<FailedTasks<P>> failed) {}

        private Deque<List<MemoryTask<P>>> slices(List<MemoryTask<P>> tasks) {
            Deque<List<MemoryTask<P>>> slices = new ArrayDeque<>();
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
        private List<FailedTasks<P>> write(List<MemoryTask<P>> tasks, Duration limit) throws PauseException {
            var outcome = writer.write(tasks, limit);
            outcome.written().stream().map(MemoryTask::tenant).distinct().forEach(policy::written);
            outcomes.publishApplied(outcome.written(), outcome.progress());
            var failed = outcome.failed();
            if (!outcome.incomplete().isEmpty()) {
                failed.addAll(attempt(outcome.incomplete(), callTimeout));
            }
            return failed;
        }

        private List<FailedTasks<P>> attempt(List<MemoryTask<P>> tasks, Duration limit) throws PauseException {
            var failed = writer.prepare(tasks, limit);
            failed.addAll(write(tasks, limit));
            return failed;
        }

        /// Does with failed tasks what the policy decides.
        private void resolve(List<FailedTasks<P>> failures) throws PauseException {
            var open = new ArrayDeque<>(failures);
            List<FailedTasks<P>> givenUp = new ArrayList<>();
            while (!open.isEmpty()) {
                var failed = open.remove();
                var tasks = failed.tasks();
                switch (policy.decide(failed)) {
                    case RETRY_NOW ->
                        attempt(tasks, settings.failure().trialTimeout()).forEach(open::addFirst);
                    case SPLIT -> {
                        var middle = tasks.size() / 2;
                        attempt(tasks.subList(0, middle), callTimeout).forEach(open::addFirst);
                        attempt(tasks.subList(middle, tasks.size()), callTimeout)
                                .forEach(open::addFirst);
                    }
                    case RETRY_LATER -> failedAlone.add(failed);
                    case DEAD_LETTER -> givenUp.add(failed);
                }
            }
            giveUp(givenUp);
        }

        /// Tries one task of each tenant.
        ///
        /// @return the other tasks of tenants whose trial succeeded
        private List<MemoryTask<P>> tryTenants(List<MemoryTask<P>> tasks) throws PauseException {
            if (tasks.isEmpty() || stop.requested()) {
                return List.of();
            }
            var trials =
                    tasks.stream()
                            .collect(groupingBy(MemoryTask::tenant, LinkedHashMap::new, toList()))
                            .values()
                            .stream()
                            .map(List::getFirst)
                            .toList();
            resolve(attempt(trials, settings.failure().trialTimeout()));
            List<MemoryTask<P>> recovered = new ArrayList<>();
            List<MemoryTask<P>> others = new ArrayList<>();
            for (var task : tasks) {
                if (!batch.isAcknowledged(task.record())) {
                    (policy.access(task.tenant()) == Access.FREE ? recovered : others).add(task);
                }
            }
            giveUpBlocked(others);
            return recovered;
        }

        private void giveUpBlocked(List<MemoryTask<P>> tasks) throws PauseException {
            giveUp(tasks.stream()
                    .map(task -> new FailedTasks<>(List.of(task), policy.blockedBy(task.tenant()), Duration.ZERO))
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
                    resolve(attempt(failed.tasks(), callTimeout));
                }
            }
            giveUp(failedAlone);
        }

        private void giveUp(List<FailedTasks<P>> failed) throws PauseException {
            policy.check(failed);
            outcomes.publishDeadLetters(failed);
        }
    }
}
