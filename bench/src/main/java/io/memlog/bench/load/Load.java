package io.memlog.bench.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Repeats an operation by several workers, each on a virtual thread of its own, and measures how long each repetition
/// takes.
public final class Load {

    private final Ticker ticker;
    private final int workers;

    public Load(Ticker ticker, int workers) {
        this.ticker = ticker;
        this.workers = workers;
    }

    /// An open loop: repetitions are due at a fixed rate, however long the ones before take. The latency of each counts
    /// from the time at which it was due, so that a pause is seen by all that were due within it (no coordinated
    /// omission).
    public LoadResult atRate(double perSecond, long repetitions, Operation operation) throws InterruptedException {
        var interval = 1e9 / perSecond;
        var start = ticker.nanoTime();
        return run(operation, index -> {
            if (index >= repetitions) {
                return null;
            }
            var due = start + Math.round(index * interval);
            ticker.sleepUntil(due);
            return due;
        });
    }

    /// A closed loop: each worker begins its next repetition when its last one has ended, until the time is over.
    public LoadResult saturate(Duration duration, Operation operation) throws InterruptedException {
        var end = ticker.nanoTime() + duration.toNanos();
        return run(operation, _ -> {
            var now = ticker.nanoTime();
            return now < end ? now : null;
        });
    }

    private LoadResult run(Operation operation, Schedule schedule) throws InterruptedException {
        var next = new AtomicLong();
        var start = ticker.nanoTime();
        try (var threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("load-", 0).factory())) {
            List<Future<Worker>> running = new ArrayList<>();
            for (var i = 0; i < workers; i++) {
                var worker = new Worker(i);
                running.add(threads.submit(() -> worker.run(operation, schedule, next)));
            }
            var latency = LoadResult.histogram();
            long failed = 0;
            Exception failure = null;
            for (var future : running) {
                var worker = result(future);
                latency.add(worker.latency);
                failed += worker.failed;
                failure = failure == null ? worker.failure : failure;
            }
            return new LoadResult(latency, failed, ticker.nanoTime() - start, failure);
        }
    }

    private static Worker result(Future<Worker> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /// When a repetition begins.
    @FunctionalInterface
    private interface Schedule {

        /// Waits until it may begin.
        ///
        /// @return the time from which its latency counts; null when the load is over
        @Nullable
        Long await(long index) throws InterruptedException;
    }

    private final class Worker {

        private final Histogram latency = LoadResult.histogram();
        private final int number;
        private long failed;
        private @Nullable Exception failure;

        Worker(int number) {
            this.number = number;
        }

        Worker run(Operation operation, Schedule schedule, AtomicLong next) throws InterruptedException {
            while (true) {
                var index = next.getAndIncrement();
                var from = schedule.await(index);
                if (from == null) {
                    return this;
                }
                try {
                    operation.run(number, index);
                    LoadResult.record(latency, ticker.nanoTime() - from);
                } catch (InterruptedException e) {
                    throw e;
                } catch (Exception e) {
                    failed++;
                    failure = failure == null ? e : failure;
                }
            }
        }
    }
}
