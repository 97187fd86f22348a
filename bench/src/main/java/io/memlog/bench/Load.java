package io.memlog.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// Repeats an operation by several workers, each on a virtual thread of its own, and measures how long each repetition
/// takes.
final class Load {

    private static final long MAX_LATENCY_NANOS = 600_000_000_000L;

    private final Ticker ticker;
    private final int workers;

    Load(int workers) {
        this(new Ticker(), workers);
    }

    Load(Ticker ticker, int workers) {
        this.ticker = ticker;
        this.workers = workers;
    }

    /// What is repeated. A worker calls it from one thread at a time.
    @FunctionalInterface
    interface Operation {

        /// @param worker which of the workers calls, from 0
        /// @param index  which repetition this is, from 0; each is called once
        /// @param count  how many repetitions are to be done together, from this one on
        void run(int worker, long index, int count) throws Exception;
    }

    /// @param latency in nanoseconds, of the repetitions that succeeded
    /// @param seconds from the start until the last repetition ended
    /// @param failure the first one; null without any
    record Result(
            Histogram latency,
            long failed,
            double seconds,
            @Nullable Exception failure) {

        long succeeded() {
            return latency.getTotalCount();
        }
    }

    /// A clock that measures, and waits for a time; it does not wait for one that is past.
    static class Ticker {

        long nanoTime() {
            return System.nanoTime();
        }

        void sleepUntil(long nanos) throws InterruptedException {
            for (var left = nanos - nanoTime(); left > 0; left = nanos - nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    }

    /// An open loop: repetitions are due at a fixed rate, however long the ones before take. The latency of each counts
    /// from the time at which it was due, so that a pause is seen by all that were due within it (no coordinated
    /// omission). A worker does all together that are due when it begins, up to a maximum.
    Result atRate(double perSecond, long repetitions, int max, Operation operation) throws InterruptedException {
        var interval = 1e9 / perSecond;
        var start = ticker.nanoTime();
        var next = new AtomicLong();
        return run(operation, () -> {
            var due = (long) ((ticker.nanoTime() - start) / interval) + 1;
            var first = next.getAndUpdate(index -> end(index, due, max, repetitions));
            if (first >= repetitions) {
                return null;
            }
            var from = LongStream.range(first, end(first, due, max, repetitions))
                    .map(index -> start + Math.round(index * interval))
                    .toArray();
            ticker.sleepUntil(from[0]);
            return new Turn(first, from);
        });
    }

    private static long end(long first, long due, int max, long repetitions) {
        return Math.min(repetitions, first + Math.clamp(due - first, 1, max));
    }

    /// A closed loop: each worker begins its next repetition when its last one has ended, until the time is over.
    Result saturate(Duration duration, Operation operation) throws InterruptedException {
        var end = ticker.nanoTime() + duration.toNanos();
        var next = new AtomicLong();
        return run(operation, () -> {
            var now = ticker.nanoTime();
            return now < end ? new Turn(next.getAndIncrement(), new long[] {now}) : null;
        });
    }

    private Result run(Operation operation, Schedule schedule) throws InterruptedException {
        var latency = histogram();
        var failed = new AtomicLong();
        var failure = new AtomicReference<@Nullable Exception>();
        List<Callable<@Nullable Void>> loops = new ArrayList<>();
        for (var i = 0; i < workers; i++) {
            var worker = i;
            loops.add(() -> {
                for (var turn = schedule.next(); turn != null; turn = schedule.next()) {
                    try {
                        operation.run(worker, turn.first(), turn.from().length);
                        var end = ticker.nanoTime();
                        for (var from : turn.from()) {
                            record(latency, end - from);
                        }
                    } catch (InterruptedException e) {
                        throw e;
                    } catch (Exception e) {
                        failed.addAndGet(turn.from().length);
                        failure.compareAndSet(null, e);
                    }
                }
                return null;
            });
        }
        var start = ticker.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var ended : threads.invokeAll(loops)) {
                ended.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        return new Result(latency, failed.get(), (ticker.nanoTime() - start) / 1e9, failure.get());
    }

    /// An empty histogram of durations in nanoseconds, with three significant digits.
    static Histogram histogram() {
        return new ConcurrentHistogram(MAX_LATENCY_NANOS, 3);
    }

    static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, MAX_LATENCY_NANOS));
    }

    @FunctionalInterface
    private interface Schedule {

        /// Waits until the next repetitions may begin; null when the load is over.
        @Nullable
        Turn next() throws InterruptedException;
    }

    /// @param from for each repetition of the turn, the time from which its latency counts
    @SuppressWarnings("ArrayRecordComponent")
    private record Turn(long first, long[] from) {}
}
