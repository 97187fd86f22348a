package io.memlog.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

    private static final Measurement OWN = new Measurement(
            "ingest",
            "POST <8 clients>",
            Measurement.MEMLOG,
            false,
            5_000,
            2,
            new Latency(2, 5, 9, 30),
            new Deviations(0, 1, 2, 3),
            List.of(new ProcessCost("api-service", 0.25, 300)));
    private static final Measurement LIMIT = new Measurement(
            "ingest", "POST <8 clients>", "bare commits", true, 10_000, 2, new Latency(1, 2, 3, 4), null, List.of());
    private static final Measurement ALONE =
            new Measurement("check", "check", Measurement.MEMLOG, false, 100, 1, null, null, List.of());

    private final Report report = new Report(
            "memlog bench",
            new Machine("a processor", 2, 8_000, "Linux", "OpenJDK", "ext4", "abc123", 0.5),
            List.of(OWN, LIMIT, ALONE));

    @Test
    void a_measurement_is_compared_with_the_limit_of_its_scenario() {
        assertThat(report.comparisons())
                .containsExactly(new Comparison(
                        "ingest", "POST <8 clients>", Measurement.MEMLOG, "bare commits", 0.5, 2.0, 3.0));
    }

    @Test
    void the_text_has_each_figure_and_the_ratios() {
        var text = TextReport.of(report);

        assertThat(text)
                .contains("2 x a processor, 8,000 MB, Linux", "commit abc123")
                .containsPattern("POST <8 clients> +Memlog +5,000 +2,500 +2.00 +5.00 +9.00 +30.0")
                .containsPattern("limit: bare commits +10,000 +5,000 +1.00")
                .containsPattern("ratio: Memlog / limit +0.50 x +2.00 x +3.00 x")
                .contains("0 missing, 1 doubled, 2 out of order, 3 failed", "api-service 0.25 (300)");
    }

    @Test
    void the_page_needs_no_other_file_and_shows_names_as_text(@TempDir Path folder) throws IOException {
        report.write(folder);

        assertThat(folder.resolve("report.html"))
                .content()
                .contains("<svg", "POST &lt;8 clients&gt;: Memlog")
                .doesNotContain("<8 clients>", "src=", "href=");
    }

    @Test
    void the_json_has_what_was_measured_and_the_ratios(@TempDir Path folder) throws IOException {
        report.write(folder);

        var json = Json.mapper().readTree(Files.readAllBytes(folder.resolve("report.json")));
        assertThat(json.at("/measurements/0/per_second").asDouble()).isEqualTo(2_500);
        assertThat(json.at("/measurements/0/latency/p99").asDouble()).isEqualTo(9);
        assertThat(json.at("/comparisons/0/throughput").asDouble()).isEqualTo(0.5);
    }
}
