package io.memlog.cli;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Imports files into a Memlog that stores.
abstract class ImportTest {

    final StoringMemlog memlog = new StoringMemlog();

    @TempDir
    Path folder;

    @AfterEach
    final void stop() {
        memlog.close();
    }

    final Path file(String name, String content) throws IOException {
        var file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    /// Imports for the user ada and the project shop.
    final Ended importing(Path path, String... options) {
        var arguments = new ArrayList<>(List.of("-u", "ada", "-p", "shop"));
        arguments.addAll(List.of(options));
        return run(path, arguments.toArray(String[]::new));
    }

    final Ended run(Path path, String... options) {
        try (var unused = new FakeMemlog()) {
            var arguments = new ArrayList<>(List.of(path.toString(), "-o", "json"));
            arguments.addAll(List.of(options));
            var ended = new Run(unused).run("import --url " + memlog.url(), arguments.toArray(String[]::new));
            var summary = ended.out().isEmpty()
                    ? Json.mapper().createObjectNode()
                    : Json.mapper().readTree(ended.out());
            return new Ended(ended.status(), summary, ended.err());
        }
    }

    final List<String> summaries() {
        return values("/raw_data/summary");
    }

    /// The value at this pointer in each memory log.
    final List<String> values(String pointer) {
        return memlog.memories().stream()
                .map(memory -> memory.at(pointer).asString(""))
                .toList();
    }

    final ObjectNode memory(String summary) {
        return memlog.memories().stream()
                .filter(memory -> memory.at("/raw_data/summary").asString("").equals(summary))
                .findFirst()
                .orElseThrow();
    }

    /// How an import ended.
    record Ended(int status, JsonNode summary, String errors) {

        List<Integer> counts() {
            return Stream.of("read", "stored", "duplicates", "skipped")
                    .map(count -> summary.path(count).asInt(-1))
                    .toList();
        }

        /// What is left out and what is wrong: kind, name and reason.
        List<String> leftOut() {
            return Stream.of("left_out", "errors")
                    .flatMap(list -> summary.path(list).valueStream())
                    .map(each -> each.path("kind").asString("") + " "
                            + each.path("name").asString("") + ": "
                            + each.path("detail").asString(""))
                    .toList();
        }
    }
}
