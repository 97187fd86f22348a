package io.memlog.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// How much was done in which time.
///
/// @param count      operations that succeeded, such as memories
/// @param latency    of each of them; null where only the rate is known
/// @param deviations null where nothing was counted
/// @param costs      what each process used; empty where that is not of interest
record Outcome(
        long count,
        double seconds,
        @Nullable Latency latency,
        @Nullable Deviations deviations,
        List<Cost> costs) {

    static Outcome of(long count, double seconds, List<Cost> costs) {
        return new Outcome(count, seconds, null, null, costs);
    }

    @JsonProperty
    double perSecond() {
        return seconds > 0 ? count / seconds : 0;
    }

    /// Percentiles in milliseconds.
    record Latency(double p50, double p95, double p99, double max) {

        static Latency of(Histogram nanos) {
            return new Latency(
                    nanos.getValueAtPercentile(50) / 1e6,
                    nanos.getValueAtPercentile(95) / 1e6,
                    nanos.getValueAtPercentile(99) / 1e6,
                    nanos.getMaxValue() / 1e6);
        }
    }

    /// What did not arrive as it should.
    ///
    /// @param missing    acknowledged and never seen
    /// @param duplicates seen again
    /// @param outOfOrder seen after a newer one of the same key
    /// @param failed     requests without an acknowledgement
    record Deviations(long missing, long duplicates, long outOfOrder, long failed) {}

    /// What a process used.
    ///
    /// @param cpuMillis     CPU time of each operation
    /// @param peakMegabytes the largest resident memory since its start; 0 where it is unknown
    record Cost(String process, double cpuMillis, long peakMegabytes) {}
}
