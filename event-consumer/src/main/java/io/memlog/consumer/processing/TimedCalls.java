package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.PauseCause;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs calls of the projection concurrently, each within a time limit: then it is interrupted.
final class TimedCalls implements AutoCloseable {

    private static final int MAX_CALLS = 12;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(MAX_CALLS);

    /// What became of a call.
    sealed interface Result<T> {

        record Success<T>(T value) implements Result<T> {}

        record Failure<T>(Throwable cause, Duration took) implements Result<T> {}
    }

    /// Starts a call as soon as less than [#MAX_CALLS] are under way.
    ///
    /// @return never completes exceptionally
    <T> CompletableFuture<Result<T>> start(PauseCause dependency, Duration limit, Callable<T> call) {
        return CompletableFuture.supplyAsync(
                () -> {
                    permits.acquireUninterruptibly();
                    try {
                        return run(dependency, limit, call);
                    } finally {
                        permits.release();
                    }
                },
                threads);
    }

    /// @param dependency what does not answer if the limit passes
    <T> Result<T> run(PauseCause dependency, Duration limit, Callable<T> call) {
        var started = System.nanoTime();
        var running = threads.submit(call);
        Throwable failure;
        try {
            return new Result.Success<>(running.get(limit.toNanos(), TimeUnit.NANOSECONDS));
        } catch (ExecutionException e) {
            failure = e.getCause() == null ? e : e.getCause();
        } catch (TimeoutException e) {
            failure =
                    new IndexUnavailableException(dependency, "no answer within " + limit.toMillis() + " ms", e, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new IndexUnavailableException(PauseCause.WORKER, "the worker is interrupted", e, null);
        }
        running.cancel(true);
        return new Result.Failure<>(failure, Duration.ofNanos(System.nanoTime() - started));
    }

    <T> Future<T> inBackground(Callable<T> work) {
        return threads.submit(work);
    }

    /// The result of work that does not throw.
    static <T> T result(Future<T> work) throws InterruptedException {
        try {
            return work.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
