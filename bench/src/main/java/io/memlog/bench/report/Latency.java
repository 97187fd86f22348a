package io.memlog.bench.report;

import org.HdrHistogram.Histogram;

/// Percentiles in milliseconds.
public record Latency(double p50, double p95, double p99, double max) {

    /// @param nanos durations in nanoseconds
    public static Latency of(Histogram nanos) {
        return new Latency(
                nanos.getValueAtPercentile(50) / 1e6,
                nanos.getValueAtPercentile(95) / 1e6,
                nanos.getValueAtPercentile(99) / 1e6,
                nanos.getMaxValue() / 1e6);
    }
}
