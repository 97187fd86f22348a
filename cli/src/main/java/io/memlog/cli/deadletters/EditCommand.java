package io.memlog.cli.deadletters;

import io.memlog.cli.server.Answer;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.RefusedException;
import io.memlog.cli.server.Server;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.server.UnreachableException;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// `memlog dead-letters edit`.
@Command(
        name = "edit",
        description = {
            "Corrects the memory log of a dead letter: it becomes the memory's next version, and the letter superseded.",
            "Opens $VISUAL or $EDITOR with what the letter holds, unless --data brings the corrected memory log."
        },
        footer = {
            "Examples:",
            "  memlog dead-letters edit 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --reason 'date was wrong'",
            "  memlog dead-letters edit 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --reason 'date was wrong' --data log.json"
        })
public final class EditCommand implements Callable<Integer> {

    private static final String STDIN = "-";

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the dead letter")
    private String id = "";

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            required = true,
            description = "what was wrong, for those who wonder later")
    private String reason = "";

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "the corrected memory log, as JSON (- for the standard input)")
    private @Nullable String data;

    public EditCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        var memlog = server.server();
        var answer = data == null ? edited(memlog) : send(memlog, given(data));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            var edited = answer.json();
            around.print("Memory log " + edited.path("memory_log_id").asString("?") + " has version "
                    + edited.path("version").asString("?") + " now; the dead letter is superseded.");
        }
        return ExitCode.DONE;
    }

    private Answer edited(Server memlog) throws IOException, InterruptedException {
        var letter = memlog.get(Query.of("/dead-letters", id)).json();
        var draft = new Draft(around, id);
        var text = draft.edit(letter.path("payload"));
        try {
            var answer = send(memlog, parsed(text, draft.file().toString()));
            draft.delete();
            return answer;
        } catch (MisuseException | RefusedException | UnreachableException e) {
            around.say("What you wrote is kept in " + draft.file() + "; --data " + draft.file() + " sends it.");
            throw e;
        }
    }

    private Answer send(Server memlog, JsonNode corrected) {
        var body = Json.mapper().createObjectNode().put("reason", reason);
        body.set("data", corrected);
        return memlog.post(Query.of("/dead-letters", id, "edit"), body);
    }

    private JsonNode given(String source) throws IOException {
        if (source.equals(STDIN)) {
            return parsed(new String(around.in().readAllBytes(), StandardCharsets.UTF_8), "the input");
        }
        var file = Path.of(source);
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new MisuseException(
                    source + (Files.exists(file) ? " is no file that can be read" : " does not exist"));
        }
        return parsed(Files.readString(file), source);
    }

    private static JsonNode parsed(String text, String source) {
        try {
            var corrected = Json.mapper().readTree(text);
            if (corrected.isMissingNode()) {
                throw new MisuseException(source + " is empty");
            }
            return corrected;
        } catch (JacksonException e) {
            throw new MisuseException(source + " is no valid JSON: " + e.getOriginalMessage());
        }
    }
}
