package io.memlog.bench.report;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/// A report as one page without any other file: a bar for each measurement, and the text.
final class HtmlReport {

    private static final int BAR_HEIGHT = 18;
    private static final int LABEL_WIDTH = 430;
    private static final int CHART_WIDTH = 1000;
    private static final int BARS_WIDTH = CHART_WIDTH - LABEL_WIDTH - 90;

    private HtmlReport() {}

    static String of(Report report) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <title>Memlog bench</title>
                <style>
                body { font: 14px system-ui, sans-serif; max-width: 1100px; margin: 2em auto; color: #222 }
                svg { width: 100%%; font-size: 12px }
                pre { overflow-x: auto; background: #f5f5f5; padding: 1em; font-size: 12px }
                .memlog { fill: #3366aa } .limit { fill: #bbbbbb }
                </style>
                </head>
                <body>
                <h1>Memlog bench</h1>
                <pre>%s</pre>
                %s
                <h2>All figures</h2>
                <pre>%s</pre>
                </body>
                </html>
                """.formatted(escape(TextReport.machine(report)), charts(report), escape(TextReport.of(report)));
    }

    private static String charts(Report report) {
        return TextReport.byPart(report.measurements()).entrySet().stream()
                .map(part -> "<h2>" + escape(part.getKey()) + "</h2>\n"
                        + chart("Per second", part.getValue(), Measurement::perSecond)
                        + chart(
                                "p50 in ms",
                                withLatency(part.getValue()),
                                one -> latency(one).p50())
                        + chart(
                                "p99 in ms",
                                withLatency(part.getValue()),
                                one -> latency(one).p99()))
                .collect(Collectors.joining());
    }

    private static List<Measurement> withLatency(List<Measurement> measurements) {
        return measurements.stream().filter(one -> one.latency() != null).toList();
    }

    private static Latency latency(Measurement measurement) {
        return Objects.requireNonNull(measurement.latency());
    }

    private static String chart(String title, List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
        if (measurements.isEmpty()) {
            return "";
        }
        var max = measurements.stream().mapToDouble(value).max().orElse(0);
        var bars = new StringBuilder();
        for (var i = 0; i < measurements.size(); i++) {
            bars.append(bar(measurements.get(i), i, value.applyAsDouble(measurements.get(i)), max));
        }
        return """
                <h3>%s</h3>
                <svg viewBox="0 0 %d %d" role="img">
                %s</svg>
                """.formatted(title, CHART_WIDTH, measurements.size() * BAR_HEIGHT, bars);
    }

    private static String bar(Measurement measurement, int row, double value, double max) {
        var width = max > 0 ? value / max * BARS_WIDTH : 0;
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect class="%s" x="%d" y="%d" width="%.1f" height="%d"/>
                <text x="%.1f" y="%d">%s</text>
                """,
                LABEL_WIDTH - 8,
                row * BAR_HEIGHT + 13,
                escape(measurement.scenario() + ": " + measurement.subject()),
                measurement.limit() ? "limit" : "memlog",
                LABEL_WIDTH,
                row * BAR_HEIGHT + 2,
                width,
                BAR_HEIGHT - 4,
                LABEL_WIDTH + width + 6,
                row * BAR_HEIGHT + 13,
                TextReport.number(value));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
