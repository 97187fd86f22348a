package io.memlog.cli.archive;

import io.memlog.cli.jobs.Submitted;
import io.memlog.cli.jobs.WaitOptions;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog archive restore`.
@Command(
        name = "restore",
        description = "Puts the events of one file, or of all, back into the log, each just as it was.",
        footer = {
            "Examples:",
            "  memlog archive restore events-1-9000-0f3b5c7d9e11.ndjson.gz",
            "  memlog archive restore --all"
        })
public final class ArchiveRestoreCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "a name that memlog archive list shows")
    private @Nullable String file;

    @Option(names = "--all", description = "all files that are not restored")
    private boolean all;

    @Mixin
    private final WaitOptions options = new WaitOptions();

    public ArchiveRestoreCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        if ((file == null) != all) {
            throw new MisuseException(all ? "--all does not go with a file" : "say which file, or --all");
        }
        var request = Json.mapper().createObjectNode().put("file", file);
        request.removeNulls();
        var memlog = server.server();
        var answer = memlog.post(Query.of("/archive/restore"), request);
        return new Submitted(around, memlog, output, options)
                .finish(answer, _ -> around.print("There is nothing to restore."));
    }
}
