package io.memlog.cli.deadletters;

import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A file in which somebody corrects what a dead letter holds.
final class Draft {

    private final Surroundings around;
    private final Path file;

    Draft(Surroundings around, String id) throws IOException {
        this.around = around;
        this.file = Files.createTempFile("memlog-" + id.replaceAll("[^A-Za-z0-9-]", "") + "-", ".json");
    }

    Path file() {
        return file;
    }

    /// Opens the editor, and returns what was written in the end.
    ///
    /// @throws MisuseException when there is nothing to edit or to edit with, or nothing was changed
    String edit(JsonNode payload) throws IOException, InterruptedException {
        var before = text(payload);
        Files.writeString(file, before);
        // The editor may come with options, as in "code --wait": the shell takes them apart.
        var status = new ProcessBuilder(List.of("/bin/sh", "-c", editor() + " \"$1\"", "memlog", file.toString()))
                .inheritIO()
                .start()
                .waitFor();
        var after = Files.readString(file);
        if (status != 0 || after.equals(before)) {
            delete();
            throw new MisuseException(
                    status == 0
                            ? "nothing was changed, so nothing is sent"
                            : editor() + " ended with " + status + ", so nothing is sent; set EDITOR, or use --data");
        }
        return after;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
    }

    private String editor() {
        var visual = around.environment().getOrDefault("VISUAL", "");
        var editor = around.environment().getOrDefault("EDITOR", "");
        return visual.isBlank() ? (editor.isBlank() ? "vi" : editor) : visual;
    }

    private static String text(JsonNode payload) {
        if (payload.path("json").isContainer()) {
            return payload.path("json").toPrettyString() + "\n";
        }
        var text = payload.path("text").asString("");
        if (text.isEmpty()) {
            throw new MisuseException(
                    "the dead letter holds no text to edit; use --data with the memory log as it should be");
        }
        return text;
    }
}
