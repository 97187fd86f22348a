package io.memlog.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// A measurement beside its limit.
///
/// @param throughput rate divided by that of the limit
/// @param p50        latency divided by that of the limit; null where one is unknown
public record Comparison(
        String part,
        String scenario,
        String subject,
        String limit,
        double throughput,
        @Nullable Double p50,
        @Nullable Double p99) {

    static List<Comparison> of(List<Measurement> measurements) {
        List<Comparison> comparisons = new ArrayList<>();
        for (var measurement : measurements) {
            measurements.stream()
                    .filter(other -> other.limit()
                            && !measurement.limit()
                            && other.part().equals(measurement.part())
                            && other.scenario().equals(measurement.scenario()))
                    .findFirst()
                    .ifPresent(limit -> comparisons.add(of(measurement, limit)));
        }
        return comparisons;
    }

    private static Comparison of(Measurement measurement, Measurement limit) {
        return new Comparison(
                measurement.part(),
                measurement.scenario(),
                measurement.subject(),
                limit.subject(),
                ratio(measurement.perSecond(), limit.perSecond()),
                ratio(measurement.latency(), limit.latency(), Latency::p50),
                ratio(measurement.latency(), limit.latency(), Latency::p99));
    }

    private static @Nullable Double ratio(
            @Nullable Latency own, @Nullable Latency limit, ToDoubleFunction<Latency> percentile) {
        return own == null || limit == null
                ? null
                : Double.valueOf(ratio(percentile.applyAsDouble(own), percentile.applyAsDouble(limit)));
    }

    private static double ratio(double value, double limit) {
        return limit > 0 ? value / limit : 0;
    }
}
