package io.memlog.bench.report;

import java.util.ArrayList;
import java.util.List;
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
        var own = measurement.latency();
        var its = limit.latency();
        var known = own != null && its != null;
        return new Comparison(
                measurement.part(),
                measurement.scenario(),
                measurement.subject(),
                limit.subject(),
                ratio(measurement.perSecond(), limit.perSecond()),
                known ? ratio(own.p50(), its.p50()) : null,
                known ? ratio(own.p99(), its.p99()) : null);
    }

    private static double ratio(double value, double limit) {
        return limit > 0 ? value / limit : 0;
    }
}
