package io.memlog.cli.memories;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog show`.
@Command(
        name = "show",
        description = {
            "Shows a memory log, and where it stands in each index.",
            "With -o json the answer is {\"memory_log\":{…},\"status\":{…}}."
        },
        footer = {
            "Examples:",
            "  memlog show 12",
            "  memlog show 12 --version 1",
            "  memlog show 12 --as-of 2025-11-13T08:30:00Z",
            "  memlog show 12 -o json | jq .memory_log.raw_data"
        })
public final class ShowCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the memory log, a number")
    private long id;

    @Option(names = "--version", paramLabel = "N", description = "as it was in this version")
    private @Nullable Long version;

    @Option(names = "--as-of", paramLabel = "TIME", description = "as it was then, such as 2025-11-13T08:30:00Z")
    private @Nullable String asOf;

    @Option(names = "--embedding", description = "with its embedding")
    private boolean embedding;

    @Mixin
    private final VisibleTo visible = new VisibleTo();

    public ShowCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var memlog = server.server();
        var memory = memlog.get(visible.limit(Query.of("/memory-logs", id)
                .with("version", version)
                .with("as_of", asOf)
                .with("include", embedding ? "embedding" : null)));
        var status = memlog.get(visible.limit(Query.of("/memory-logs", id, "status")));
        if (output.isJson()) {
            around.print("{\"memory_log\":" + memory.text() + ",\"status\":" + status.text() + "}");
        } else {
            new MemoryView(around).show(memory.json(), status.json());
        }
        return ExitCode.DONE;
    }
}
