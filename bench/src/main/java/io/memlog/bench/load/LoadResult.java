package io.memlog.bench.load;

import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a load has measured.
///
/// @param latency in nanoseconds, of the operations that succeeded
/// @param nanos   from the start until the last operation ended
/// @param failure the first one; null without any
public record LoadResult(
        Histogram latency,
        long failed,
        long nanos,
        @Nullable Exception failure) {

    private static final long MAX_LATENCY_NANOS = 600_000_000_000L;

    public long succeeded() {
        return latency.getTotalCount();
    }

    public double seconds() {
        return nanos / 1e9;
    }

    /// An empty histogram of durations in nanoseconds, with three significant digits.
    public static Histogram histogram() {
        return new Histogram(MAX_LATENCY_NANOS, 3);
    }

    public static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, MAX_LATENCY_NANOS));
    }
}
