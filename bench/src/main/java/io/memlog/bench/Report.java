package io.memlog.bench;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The result of a run.
///
/// @param command what was run
record Report(String command, Machine machine, List<Measurement> measurements) {

    /// Writes it as `report.json` and as `report.html`.
    void write(Path folder) throws IOException {
        var json = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(this);
        Files.write(folder.resolve("report.json"), json);
        Files.writeString(folder.resolve("report.html"), HtmlReport.of(this));
    }
}
