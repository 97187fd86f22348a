package io.memlog.bench.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A report, or a part of it, as lines for the screen.
public final class TextReport {

    private static final String ROW = "  %-26s %-38s %9s %9s %9s %9s %9s %9s%n";

    private TextReport() {}

    public static String of(Report report) {
        var text = new StringBuilder(machine(report));
        byPart(report.measurements())
                .forEach((part, measurements) ->
                        text.append(System.lineSeparator()).append(part(part, measurements)));
        return text.toString();
    }

    public static String machine(Report report) {
        var machine = report.machine();
        return String.format(
                Locale.ROOT,
                "%s%n%d x %s, %,d MB, %s%n%s, files on %s, commit %s, load average before %.1f%n",
                report.command(),
                machine.processors(),
                machine.processor(),
                machine.memoryMegabytes(),
                machine.system(),
                machine.jvm(),
                machine.fileSystem(),
                machine.commit(),
                machine.load());
    }

    /// The measurements of a part, each scenario with its ratio to the limit.
    private static String part(String title, List<Measurement> measurements) {
        var text = new StringBuilder(String.format(Locale.ROOT, "%s%n", title))
                .append(String.format(
                        Locale.ROOT, ROW, "", "", "count", "per s", "p50 ms", "p95 ms", "p99 ms", "max ms"));
        byScenario(measurements).forEach((scenario, its) -> {
            var first = true;
            for (var measurement : its) {
                text.append(row(first ? scenario : "", measurement));
                first = false;
            }
            Comparison.of(its).forEach(comparison -> text.append(row(comparison)));
        });
        measurements.stream()
                .filter(measurement -> !measurement.limit() && measurement.deviations() != null)
                .forEach(measurement -> text.append(deviations(measurement)));
        measurements.stream()
                .filter(measurement ->
                        !measurement.limit() && !measurement.costs().isEmpty())
                .forEach(measurement -> text.append(costs(measurement)));
        return text.toString();
    }

    /// A measurement on a line of its own, while the bench runs.
    public static String line(Measurement measurement) {
        var latency = measurement.latency();
        return String.format(
                Locale.ROOT,
                "    %s%s: %s per second%s",
                measurement.limit() ? "limit, " : "",
                measurement.subject(),
                number(measurement.perSecond()),
                latency == null ? "" : ", p50 " + number(latency.p50()) + " ms, p99 " + number(latency.p99()) + " ms");
    }

    static Map<String, List<Measurement>> byPart(Collection<Measurement> measurements) {
        return measurements.stream()
                .collect(Collectors.groupingBy(Measurement::part, LinkedHashMap::new, Collectors.toList()));
    }

    static Map<String, List<Measurement>> byScenario(Collection<Measurement> measurements) {
        return measurements.stream()
                .collect(Collectors.groupingBy(Measurement::scenario, LinkedHashMap::new, Collectors.toList()));
    }

    private static String row(String scenario, Measurement measurement) {
        var latency = measurement.latency();
        return String.format(
                Locale.ROOT,
                ROW,
                scenario,
                (measurement.limit() ? "limit: " : "") + measurement.subject(),
                String.format(Locale.ROOT, "%,d", measurement.count()),
                number(measurement.perSecond()),
                latency == null ? "" : number(latency.p50()),
                latency == null ? "" : number(latency.p95()),
                latency == null ? "" : number(latency.p99()),
                latency == null ? "" : number(latency.max()));
    }

    private static String row(Comparison comparison) {
        return String.format(
                Locale.ROOT,
                ROW,
                "",
                "ratio: " + comparison.subject() + " / limit",
                "",
                ratio(comparison.throughput()),
                ratio(comparison.p50()),
                "",
                ratio(comparison.p99()),
                "");
    }

    private static String deviations(Measurement measurement) {
        var deviations = measurement.deviations();
        return deviations == null
                ? ""
                : String.format(
                        Locale.ROOT,
                        "  %s, %s: %d missing, %d doubled, %d out of order, %d failed%n",
                        measurement.scenario(),
                        measurement.subject(),
                        deviations.missing(),
                        deviations.doubled(),
                        deviations.outOfOrder(),
                        deviations.failed());
    }

    private static String costs(Measurement measurement) {
        return String.format(
                Locale.ROOT,
                "  %s, %s, CPU ms each (peak MB): %s%n",
                measurement.scenario(),
                measurement.subject(),
                measurement.costs().stream().map(TextReport::cost).collect(Collectors.joining(", ")));
    }

    private static String cost(ProcessCost cost) {
        return cost.process() + " " + number(cost.cpuMillis())
                + (cost.peakMegabytes() > 0 ? " (" + cost.peakMegabytes() + ")" : "");
    }

    /// With about three significant digits.
    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    static String ratio(@Nullable Double ratio) {
        return ratio == null ? "" : number(ratio) + " x";
    }
}
