package io.memlog.bench.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The result of a run.
///
/// @param command what was run
public record Report(String command, Machine machine, List<Measurement> measurements) {

    public Report {
        measurements = List.copyOf(measurements);
    }

    @JsonProperty
    public List<Comparison> comparisons() {
        return Comparison.of(measurements);
    }

    /// Writes it as `report.json` and as `report.html`.
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(
                folder.resolve("report.json"),
                Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(this));
    }
}
