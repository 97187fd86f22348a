package io.memlog.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A report, or a part of it, as lines for the screen.
final class TextReport {

    private static final String ROW = "  %-26s %-38s %9s %9s %9s %9s %9s %9s%n";

    private TextReport() {}

    static String of(Report report) {
        var machine = report.machine();
        var text = new StringBuilder("%s%n%d x %s, %s MB, %s, commit %s, load average before %s%n"
                .formatted(
                        report.command(),
                        machine.processors(),
                        machine.model(),
                        number((double) machine.memoryMegabytes()),
                        machine.jvm(),
                        machine.commit(),
                        number(machine.load())));
        group(report.measurements(), Measurement::part).forEach((part, measurements) -> {
            text.append("%n%s%n".formatted(part));
            text.append(ROW.formatted("", "", "count", "per s", "p50 ms", "p95 ms", "p99 ms", "max ms"));
            group(measurements, Measurement::scenario).values().forEach(its -> text.append(scenario(its)));
            measurements.forEach(measurement -> text.append(details(measurement)));
        });
        return text.toString();
    }

    /// A measurement on a line of its own, while the bench runs.
    static String line(Measurement measurement) {
        var latency = measurement.outcome().latency();
        return (measurement.limit() ? "    limit, " : "    ")
                + measurement.subject() + ": "
                + number(measurement.outcome().perSecond()) + " per second"
                + (latency == null
                        ? ""
                        : ", p50 " + number(latency.p50()) + " ms, p99 " + number(latency.p99()) + " ms");
    }

    static Map<String, List<Measurement>> group(List<Measurement> measurements, Function<Measurement, String> name) {
        return measurements.stream().collect(Collectors.groupingBy(name, LinkedHashMap::new, Collectors.toList()));
    }

    /// The measurements of a scenario, each with its ratio to the limit.
    private static String scenario(List<Measurement> measurements) {
        var text = new StringBuilder();
        for (var measurement : measurements) {
            text.append(row(text.isEmpty() ? measurement.scenario() : "", measurement));
        }
        measurements.stream()
                .filter(Measurement::limit)
                .findFirst()
                .ifPresent(limit -> measurements.stream()
                        .filter(measurement -> !measurement.limit())
                        .forEach(measurement -> text.append(ratios(measurement, limit.outcome()))));
        return text.toString();
    }

    private static String row(String scenario, Measurement measurement) {
        var outcome = measurement.outcome();
        var latency = outcome.latency();
        return ROW.formatted(
                scenario,
                (measurement.limit() ? "limit: " : "") + measurement.subject(),
                String.format(Locale.ROOT, "%,d", outcome.count()),
                number(outcome.perSecond()),
                latency == null ? "" : number(latency.p50()),
                latency == null ? "" : number(latency.p95()),
                latency == null ? "" : number(latency.p99()),
                latency == null ? "" : number(latency.max()));
    }

    /// Rate and latencies divided by those of the limit.
    private static String ratios(Measurement measurement, Outcome limit) {
        var own = measurement.outcome();
        return ROW.formatted(
                "",
                "ratio: " + measurement.subject() + " / limit",
                "",
                ratio(own.perSecond(), limit.perSecond()),
                ratio(own, limit, Outcome.Latency::p50),
                "",
                ratio(own, limit, Outcome.Latency::p99),
                "");
    }

    private static String ratio(Outcome own, Outcome limit, ToDoubleFunction<Outcome.Latency> percentile) {
        return own.latency() == null || limit.latency() == null
                ? ""
                : ratio(percentile.applyAsDouble(own.latency()), percentile.applyAsDouble(limit.latency()));
    }

    private static String ratio(double own, double limit) {
        return limit > 0 ? number(own / limit) + " x" : "";
    }

    private static String details(Measurement measurement) {
        var title = "  " + measurement.scenario() + ", " + measurement.subject();
        var text = new StringBuilder();
        var deviations = measurement.outcome().deviations();
        if (deviations != null) {
            text.append("%s: %d missing, %d duplicates, %d out of order, %d failed%n"
                    .formatted(
                            title,
                            deviations.missing(),
                            deviations.duplicates(),
                            deviations.outOfOrder(),
                            deviations.failed()));
        }
        if (!measurement.limit() && !measurement.outcome().costs().isEmpty()) {
            text.append(measurement.outcome().costs().stream()
                    .map(cost -> cost.process() + " " + number(cost.cpuMillis())
                            + (cost.peakMegabytes() > 0 ? " (" + cost.peakMegabytes() + ")" : ""))
                    .collect(Collectors.joining(", ", title + ", CPU ms each (peak MB): ", System.lineSeparator())));
        }
        return text.toString();
    }

    /// With about three significant digits.
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
