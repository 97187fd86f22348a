package io.memlog.cli.memories;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.TerminalSanitizer;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `memlog export`.
@Command(
        name = "export",
        description = {
            "Writes the memory logs of a user and project, one JSON object on each line, the newest first. memlog store "
                    + "reads them back.",
            "A file appears when it is complete. With a file, -o json prints {\"exported\",\"file\"}."
        },
        footer = {
            "  memlog export --user ada --project shop ada.jsonl",
            "  memlog export --user ada --project shop --tag auth | jq -r .task",
            "  memlog export --user ada --project shop | memlog store --url http://other:8080 -"
        })
public final class ExportCommand extends ApiCommand {

    private static final int PAGE_SIZE = 100;
    private static final String STDOUT = "-";

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "the file to write (- or none: the standard output)")
    private String file = STDOUT;

    @Mixin
    private final MemoryFilter filter = new MemoryFilter();

    @Option(names = "--request", paramLabel = "ID", description = "only of this request")
    private @Nullable String request;

    @Override
    public Integer call() throws IOException {
        if (!file.equals(STDOUT)) {
            var summary = Json.mapper()
                    .createObjectNode()
                    .put("exported", exportTo(Path.of(file)))
                    .put("file", file);
            if (isJson()) {
                print(summary.toString());
            } else {
                info(summary.path("exported").asString() + " memory logs are in " + file + ".");
            }
        } else if (isJson()) {
            throw usageError("an export is JSON already; --output json requires a FILE");
        } else {
            export(context().out());
        }
        return ExitCode.DONE;
    }

    private long exportTo(Path target) throws IOException {
        var part = target.resolveSibling(target.getFileName() + ".part");
        try {
            long count;
            try (var lines = new PrintStream(Files.newOutputStream(part), false, StandardCharsets.UTF_8)) {
                count = export(lines);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            return count;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Writes page by page, and returns how many memory logs were written.
    private long export(PrintStream lines) throws IOException {
        var client = client();
        var progress = new Progress(context());
        long count = 0;
        try {
            String cursor = null;
            do {
                JsonNode page = client.get(path(cursor)).json();
                for (var memory : page.path("items")) {
                    var line = Json.mapper().writeValueAsString(memory);
                    lines.println(
                            file.equals(STDOUT) && context().terminal().isTerminal()
                                    ? TerminalSanitizer.json(line)
                                    : line);
                    count++;
                }
                if (lines.checkError()) {
                    throw new IOException("The export cannot be written, after " + count + " memory logs.");
                }
                progress.update(-1, count + " exported");
                cursor = page.path("next_cursor").stringValue(null);
            } while (cursor != null);
            return count;
        } finally {
            progress.clear();
        }
    }

    private RequestPath path(@Nullable String cursor) {
        return RequestPath.of("/memory-logs")
                .withAll(filter.tenant())
                .withAll(filter.filters("tag"))
                .with("request_id", request)
                .with("limit", PAGE_SIZE)
                .with("cursor", cursor);
    }
}
