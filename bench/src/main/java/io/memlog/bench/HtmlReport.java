package io.memlog.bench;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A report as one page without any other file: a bar for each measurement, and the text.
final class HtmlReport {

    private static final int BAR_WIDTH = 500;

    private HtmlReport() {}

    static String of(Report report) {
        var charts = new StringBuilder();
        TextReport.group(report.measurements(), Measurement::part).forEach((part, all) -> {
            var timed =
                    all.stream().filter(one -> one.outcome().latency() != null).toList();
            charts.append("<h2>").append(escape(part)).append("</h2>\n");
            charts.append(chart("Per second", all, one -> one.outcome().perSecond()));
            charts.append(chart("p50 in ms", timed, one -> latency(one).p50()));
            charts.append(chart("p99 in ms", timed, one -> latency(one).p99()));
        });
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <title>Memlog bench</title>
                <style>
                body { font: 14px system-ui, sans-serif; max-width: 1100px; margin: 2em auto; color: #222 }
                td:first-child { text-align: right; width: 430px }
                pre { overflow-x: auto; background: #f5f5f5; padding: 1em; font-size: 12px }
                .memlog { fill: #3366aa } .limit { fill: #bbbbbb }
                </style>
                <h1>Memlog bench</h1>
                <pre>%s</pre>
                %s</html>
                """.formatted(escape(TextReport.of(report)), charts);
    }

    private static Outcome.Latency latency(Measurement measurement) {
        return Objects.requireNonNull(measurement.outcome().latency());
    }

    private static String chart(String title, List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
        if (measurements.isEmpty()) {
            return "";
        }
        var max = measurements.stream().mapToDouble(value).max().orElse(0);
        return measurements.stream()
                .map(measurement -> bar(measurement, value.applyAsDouble(measurement), max))
                .collect(Collectors.joining("", "<h3>" + title + "</h3>\n<table>\n", "</table>\n"));
    }

    private static String bar(Measurement measurement, double value, double max) {
        return String.format(
                Locale.ROOT,
                "<tr><td>%s<td><svg width='%.1f' height='14'><rect class='%s' width='100%%' height='14'/></svg> %s%n",
                escape(measurement.scenario() + ": " + measurement.subject()),
                max > 0 ? value / max * BAR_WIDTH : 0,
                measurement.limit() ? "limit" : "memlog",
                TextReport.number(value));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
