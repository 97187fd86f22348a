package io.memlog.cli.deadletters;

import static io.memlog.cli.terminal.Field.at;

import io.memlog.cli.client.ApiClient;
import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.client.RequestPath;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `memlog dead-letters edit`.
@Command(
        name = "edit",
        description = {
            "Corrects the memory log of a dead letter: it becomes the memory's next version, and the dead letter is "
                    + "superseded.",
            "Opens $VISUAL or $EDITOR with the payload, unless --data holds the corrected memory log."
        },
        footer = {
            "  memlog dead-letters edit 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --reason 'date was wrong'",
            "  memlog dead-letters edit 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --reason 'date was wrong' --data log.json"
        })
final class EditCommand extends ApiCommand {

    @Parameters(paramLabel = "ID", description = "the id of the dead letter")
    private String id = "";

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "what was wrong, for the history")
    private String reason = "";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "the corrected memory log, as JSON (- for the standard input)")
    private @Nullable String data;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var client = client();
        var response =
                data == null ? edit(client) : send(client, json(read(data), data.equals("-") ? "the input" : data));
        return show(
                response,
                edited -> print("Memory log " + at("memory_log_id", "?").of(edited) + " has version "
                        + at("version", "?").of(edited) + " now; the dead letter is superseded."));
    }

    /// Lets the user correct the payload. When it cannot be sent, what they wrote is kept.
    private ApiResponse edit(ApiClient client) throws IOException, InterruptedException {
        var payload = payload(client.get(RequestPath.of("/dead-letters", id)).json());
        var file = Files.createTempFile("memlog-" + id.replaceAll("[^A-Za-z0-9-]", "") + "-", ".json");
        Files.writeString(file, payload);
        var editor = editor();
        // The shell splits the editor into words, since it may have options, as in "code --wait".
        var status = new ProcessBuilder(List.of("/bin/sh", "-c", editor + " \"$1\"", "memlog", file.toString()))
                .inheritIO()
                .start()
                .waitFor();
        var edited = Files.readString(file);
        if (status != 0 || edited.equals(payload)) {
            Files.delete(file);
            throw usageError(
                    status == 0
                            ? "nothing was changed, so nothing is sent"
                            : editor + " ended with " + status + ", so nothing is sent; set EDITOR, or use --data");
        }
        try {
            var response = send(client, json(edited, file.toString()));
            Files.delete(file);
            return response;
        } catch (ParameterException | ApiException e) {
            info("Your changes are kept in " + file + "; --data " + file + " sends them.");
            throw e;
        }
    }

    private ApiResponse send(ApiClient client, JsonNode corrected) {
        var request = Json.mapper().createObjectNode().put("reason", reason);
        request.set("data", corrected);
        return client.post(RequestPath.of("/dead-letters", id, "edit"), request);
    }

    private String editor() {
        var visual = context().environment().getOrDefault("VISUAL", "");
        var editor = visual.isBlank() ? context().environment().getOrDefault("EDITOR", "") : visual;
        return editor.isBlank() ? "vi" : editor;
    }

    private String payload(JsonNode deadLetter) {
        var payload = deadLetter.path("payload");
        if (payload.path("json").isContainer()) {
            return payload.path("json").toPrettyString() + "\n";
        }
        var text = at("text").of(payload);
        if (text.isEmpty()) {
            throw usageError("the payload is not text; use --data with the corrected memory log");
        }
        return text;
    }

    private String read(String source) throws IOException {
        return source.equals("-")
                ? new String(context().in().readAllBytes(), StandardCharsets.UTF_8)
                : Files.readString(readable(source));
    }

    private JsonNode json(String text, String source) {
        try {
            var json = Json.mapper().readTree(text);
            if (json.isMissingNode()) {
                throw usageError(source + " is empty");
            }
            return json;
        } catch (JacksonException e) {
            throw usageError(source + " is not valid JSON: " + e.getOriginalMessage());
        }
    }
}
