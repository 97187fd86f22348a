package io.memlog.bench;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.LoadResult;
import io.memlog.bench.load.Workers;
import io.memlog.bench.report.Deviations;
import io.memlog.bench.report.Latency;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.report.ProcessCost;
import io.memlog.bench.report.TextReport;
import io.memlog.bench.system.MemlogSystem;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a part works with.
///
/// @param results  gets each measurement
/// @param progress gets a line about each step
record PartContext(
        String part, MemlogSystem system, Sizes sizes, Consumer<Measurement> results, Consumer<String> progress) {

    private static final Duration POLL = Duration.ofMillis(20);

    /// Reports a load.
    ///
    /// @param perRepetition how many operations each repetition of the load did
    void report(
            String scenario,
            String subject,
            boolean limit,
            LoadResult result,
            int perRepetition,
            List<ProcessCost> costs) {
        var failure = result.failure();
        if (failure != null) {
            progress.accept("  " + result.failed() + " failed, the first because " + failure.getMessage());
        }
        report(
                scenario,
                subject,
                limit,
                result.succeeded() * perRepetition,
                result.seconds(),
                result.latency(),
                result.failed() > 0 ? Deviations.failed(result.failed()) : null,
                costs);
    }

    /// Reports a count and its time.
    void report(
            String scenario,
            String subject,
            boolean limit,
            long count,
            double seconds,
            @Nullable Histogram latency,
            @Nullable Deviations deviations,
            List<ProcessCost> costs) {
        var measurement = new Measurement(
                part,
                scenario,
                subject,
                limit,
                count,
                seconds,
                latency == null ? null : Latency.of(latency),
                deviations,
                costs);
        results.accept(measurement);
        progress.accept(TextReport.line(measurement));
    }

    Workers<HttpConnection> clients(int clients) {
        return new Workers<>(clients, system::connect);
    }

    /// Waits until the condition holds.
    ///
    /// @param what completes the sentence "… did not happen within"
    static void await(String what, Duration timeout, Callable<Boolean> condition) throws Exception {
        var end = System.nanoTime() + timeout.toNanos();
        while (!condition.call()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (System.nanoTime() > end) {
                throw new TimeoutException(what + " did not happen within " + timeout.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / (double) TimeUnit.SECONDS.toNanos(1);
    }
}
