package io.memlog.api.memory;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.transaction.CannotCreateTransactionException;

/// Stores items in groups of one transaction each: what arrives while a transaction runs goes into the next one. So
/// many items share a commit under load, and a single one waits for no other.
///
/// @param <T> an item
/// @param <R> its result
public final class GroupCommit<T, R> implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /// While one transaction waits for the disk, the next one executes its statements.
    private static final int MAX_TRANSACTIONS = 2;

    private static final int MAX_ITEMS = 128;
    private static final int MAX_BYTES = 1024 * 1024;
    private static final int MAX_WAITING = 4096;
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final Function<List<T>, List<R>> transaction;
    private final DistributionSummary groupSizes;
    private final BlockingQueue<Pending<T, R>> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Semaphore permits = new Semaphore(MAX_TRANSACTIONS);
    private final ExecutorService executor;

    /// An item whose result is not known yet.
    private record Pending<T, R>(T item, int bytes, CompletableFuture<R> result) {}

    /// @param name        what the items are, such as `memory-log`; it tags the meters
    /// @param transaction stores all items of a list in one transaction, or throws; its results are in their order
    public GroupCommit(String name, Function<List<T>, List<R>> transaction, MeterRegistry registry) {
        this.transaction = transaction;
        this.groupSizes = DistributionSummary.builder("memlog.ingest.group.size")
                .description("How many items share a transaction")
                .tag("items", name)
                .register(registry);
        registry.gauge("memlog.ingest.waiting", Tags.of("items", name), waiting, BlockingQueue::size);
        this.executor = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("group-commit-" + name + "-", 0).factory());
    }

    /// Stores an item, together with others that arrive at the same time. Returns once it is committed.
    ///
    /// @param bytes the size of the item
    /// @throws ProblemException `503` when too many wait, or when the item was not stored within 30 s
    public R store(T item, int bytes) {
        var pending = new Pending<>(item, bytes, new CompletableFuture<R>());
        if (!waiting.offer(pending)) {
            throw new ProblemException(ProblemType.BUSY, "too many requests wait to be stored").retryAfter(RETRY_AFTER);
        }
        startTransactions();
        try {
            return pending.result().get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw asRuntimeException(pending.result().exceptionNow());
        } catch (TimeoutException e) {
            pending.result().cancel(false);
            throw ProblemException.storeUnavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.result().cancel(false);
            throw ProblemException.storeUnavailable();
        }
    }

    /// Stores items that have arrived together, at once. Each has a result or a failure of its own.
    ///
    /// @throws RuntimeException when PostgreSQL is unavailable and no item is stored
    public List<CompletableFuture<R>> storeAll(List<T> items) {
        var group = items.stream()
                .map(item -> new Pending<>(item, 0, new CompletableFuture<R>()))
                .toList();
        storeTogether(group);
        var results = group.stream().map(Pending::result).toList();
        if (!results.isEmpty() && results.stream().allMatch(GroupCommit::isOutage)) {
            throw asRuntimeException(results.getFirst().exceptionNow());
        }
        return results;
    }

    private void startTransactions() {
        if (!waiting.isEmpty() && permits.tryAcquire()) {
            try {
                executor.execute(this::storeWaiting);
            } catch (RejectedExecutionException e) {
                permits.release();
                failWaiting(ProblemException.storeUnavailable());
            }
        }
    }

    private void storeWaiting() {
        try {
            for (var group = nextGroup(); !group.isEmpty(); group = nextGroup()) {
                groupSizes.record(group.size());
                storeTogether(group);
            }
        } finally {
            permits.release();
            // An item may have come after the last look, while no permit was free.
            startTransactions();
        }
    }

    private List<Pending<T, R>> nextGroup() {
        List<Pending<T, R>> group = new ArrayList<>();
        int bytes = 0;
        while (group.size() < MAX_ITEMS && bytes < MAX_BYTES) {
            var next = waiting.poll();
            if (next == null) {
                break;
            }
            if (!next.result().isDone()) {
                group.add(next);
                bytes += next.bytes();
            }
        }
        return group;
    }

    private void storeTogether(List<Pending<T, R>> group) {
        try {
            var results = transaction.apply(group.stream().map(Pending::item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).result().complete(results.get(i));
            }
        } catch (RuntimeException | Error e) {
            if (group.size() == 1 || DatabaseErrors.isOutage(e)) {
                fail(group, e);
            } else {
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("items", group.size())
                        .log("A transaction failed; each of its items is tried alone");
                storeAlone(group);
            }
            if (e instanceof CannotCreateTransactionException) {
                failWaiting(e);
            }
        }
    }

    /// An item that PostgreSQL rejects does not fail the others.
    private void storeAlone(List<Pending<T, R>> group) {
        for (int i = 0; i < group.size(); i++) {
            var pending = group.get(i);
            if (pending.result().isDone()) {
                continue;
            }
            try {
                pending.result()
                        .complete(transaction.apply(List.of(pending.item())).getFirst());
            } catch (RuntimeException | Error e) {
                if (DatabaseErrors.isOutage(e)) {
                    fail(group.subList(i, group.size()), e);
                    return;
                }
                fail(List.of(pending), e);
            }
        }
    }

    /// Without a connection, the next transaction would wait for one in vain as well.
    private void failWaiting(Throwable e) {
        List<Pending<T, R>> all = new ArrayList<>();
        waiting.drainTo(all);
        fail(all, e);
    }

    private void fail(List<Pending<T, R>> group, Throwable e) {
        group.forEach(pending -> pending.result().completeExceptionally(e));
    }

    private static RuntimeException asRuntimeException(Throwable failure) {
        return failure instanceof RuntimeException exception ? exception : new IllegalStateException(failure);
    }

    private static boolean isOutage(CompletableFuture<?> result) {
        return result.isCompletedExceptionally() && DatabaseErrors.isOutage(result.exceptionNow());
    }

    /// Waits for the transactions that run.
    @Override
    public void destroy() throws InterruptedException {
        executor.shutdown();
        executor.awaitTermination(MAX_WAIT.toSeconds(), TimeUnit.SECONDS);
    }
}
