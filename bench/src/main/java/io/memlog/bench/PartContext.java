package io.memlog.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// What a part works with.
///
/// @param results where each measurement is added
record PartContext(String part, MemlogSystem system, Sizes sizes, List<Measurement> results) {

    private static final Duration POLL = Duration.ofMillis(20);

    void say(String step) {
        system.progress().accept("  " + step);
    }

    void memlog(String scenario, Outcome outcome) {
        report(scenario, Measurement.MEMLOG, false, outcome);
    }

    void limit(String scenario, String subject, Outcome outcome) {
        report(scenario, subject, true, outcome);
    }

    void report(String scenario, String subject, boolean limit, Outcome outcome) {
        var measurement = new Measurement(part, scenario, subject, limit, outcome);
        results.add(measurement);
        system.progress().accept(TextReport.line(measurement));
    }

    /// The outcome of a load.
    ///
    /// @param perRepetition how many memories each repetition was about
    /// @param usage         what it used; null where that is not of interest
    Outcome outcome(Load.Result result, int perRepetition, @Nullable ResourceUsage usage) {
        var failure = result.failure();
        if (failure != null) {
            say(result.failed() + " failed, the first because " + failure.getMessage());
        }
        var count = result.succeeded() * perRepetition;
        return new Outcome(
                count,
                result.seconds(),
                Outcome.Latency.of(result.latency()),
                result.failed() > 0 ? new Outcome.Deviations(0, 0, 0, result.failed()) : null,
                usage == null ? List.of() : usage.costs(count));
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
