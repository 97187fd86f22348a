package io.memlog.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Outcome.Cost COST = new Outcome.Cost("api-service", 0.25, 300);
    private static final Measurement OWN = new Measurement(
            "ingest",
            "POST <8 clients>",
            Measurement.MEMLOG,
            false,
            new Outcome(5_000, 2, new Outcome.Latency(2, 5, 9, 30), new Outcome.Deviations(0, 1, 2, 3), List.of(COST)));
    private static final Measurement LIMIT = new Measurement(
            "ingest",
            "POST <8 clients>",
            "bare commits",
            true,
            new Outcome(10_000, 2, new Outcome.Latency(1, 2, 3, 4), null, List.of()));
    private static final Measurement ALONE =
            new Measurement("check", "check", Measurement.MEMLOG, false, Outcome.of(100, 1, List.of()));

    private final Report report = new Report(
            "memlog bench", new Machine(2, "a processor", 8_000, "OpenJDK", "abc123", 0.5), List.of(OWN, LIMIT, ALONE));

    @Test
    void the_text_has_each_figure_and_the_ratios() {
        var text = TextReport.of(report);

        assertThat(text)
                .contains("2 x a processor, 8,000 MB, OpenJDK", "commit abc123")
                .containsPattern("POST <8 clients> +Memlog +5,000 +2,500 +2.00 +5.00 +9.00 +30.0")
                .containsPattern("limit: bare commits +10,000 +5,000 +1.00")
                .containsPattern("ratio: Memlog / limit +0.50 x +2.00 x +3.00 x")
                .containsOnlyOnce("ratio:")
                .contains("0 missing, 1 duplicates, 2 out of order, 3 failed", "api-service 0.25 (300)");
    }

    @Test
    void the_page_needs_no_other_file_and_shows_names_as_text(@TempDir Path folder) throws IOException {
        report.write(folder);

        assertThat(folder.resolve("report.html"))
                .content()
                .contains("<svg", "POST &lt;8 clients&gt;: Memlog", "0.50 x")
                .doesNotContain("<8 clients>", "src=", "href=");
    }

    @Test
    void the_json_has_what_was_measured(@TempDir Path folder) throws IOException {
        report.write(folder);

        var json = Json.mapper().readTree(Files.readAllBytes(folder.resolve("report.json")));
        assertThat(json.at("/measurements/0/per_second").asDouble()).isEqualTo(2_500);
        assertThat(json.at("/measurements/0/latency/p99").asDouble()).isEqualTo(9);
        assertThat(json.at("/machine/model").asString()).isEqualTo("a processor");
    }
}
