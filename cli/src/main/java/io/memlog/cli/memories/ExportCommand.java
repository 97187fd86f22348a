package io.memlog.cli.memories;

import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog export`.
@Command(
        name = "export",
        description = {
            "Writes the memory logs of a user and project, one JSON object on each line, the newest first. memlog store "
                    + "reads them back.",
            "A file appears when it is complete. With a file, -o json answers {\"exported\",\"file\"}."
        },
        footer = {
            "Examples:",
            "  memlog export --user ada --project shop ada.jsonl",
            "  memlog export --user ada --project shop --tag auth | jq -r .task",
            "  memlog export --user ada --project shop | memlog store --url http://other:8080 -"
        })
public final class ExportCommand implements Callable<Integer> {

    private static final String STDOUT = "-";

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "where to write (- or nothing: the standard output)")
    private String file = STDOUT;

    @Mixin
    private final TenantOptions tenant = new TenantOptions();

    @Mixin
    private final FilterOptions filter = new FilterOptions();

    @Option(names = "--request", paramLabel = "ID", order = 16, description = "only of this request")
    private @Nullable String request;

    public ExportCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws IOException {
        if (!file.equals(STDOUT)) {
            var count = toFile(Path.of(file));
            if (output.isJson()) {
                around.print(Json.mapper()
                        .createObjectNode()
                        .put("exported", count)
                        .put("file", file)
                        .toString());
            } else {
                around.say(count + " memory logs are in " + file + ".");
            }
        } else if (output.isJson()) {
            throw new MisuseException("what is exported is JSON already; --output json goes with a FILE");
        } else {
            export(around.out());
        }
        return ExitCode.DONE;
    }

    private long toFile(Path target) throws IOException {
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

    private long export(PrintStream lines) throws IOException {
        var progress = new Progress(around);
        try {
            return new Export(server.server(), tenant, filter, request, progress).to(lines);
        } finally {
            progress.clear();
        }
    }
}
