package io.memlog.cli.archive;

import io.memlog.cli.jobs.Submitted;
import io.memlog.cli.jobs.WaitOptions;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.MisuseException;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Times;
import io.memlog.schemas.json.Json;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `memlog archive run`.
@Command(
        name = "run",
        description = {
            "Moves versions that later ones have superseded into compressed files.",
            "Until it is restored, such a version cannot be read any more."
        },
        footer = {
            "Examples:",
            "  memlog archive run --older-than 90d --dry-run",
            "  memlog archive run --before 2026-01-01 --no-wait"
        })
public final class ArchiveRunCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Option(names = "--older-than", paramLabel = "AGE", description = "those recorded longer ago, such as 90d or 12h")
    private @Nullable String olderThan;

    @Option(names = "--before", paramLabel = "TIME", description = "those recorded before this date or date-time")
    private @Nullable String before;

    @Option(names = "--dry-run", description = "only shows how many it would be")
    private boolean dryRun;

    @Mixin
    private final WaitOptions options = new WaitOptions();

    public ArchiveRunCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() throws InterruptedException {
        if ((olderThan == null) == (before == null)) {
            throw new MisuseException("say either --older-than or --before");
        }
        var memlog = server.server();
        var answer = memlog.post(Query.of("/archive"), request());
        return new Submitted(around, memlog, output, options).finish(answer, this::preview);
    }

    private ObjectNode request() {
        var request = Json.mapper()
                .createObjectNode()
                .put("older_than", olderThan)
                .put("before", before)
                .put("dry_run", dryRun);
        request.removeNulls();
        return request;
    }

    private void preview(JsonNode found) {
        around.print(found.path("count").asString("?") + " superseded events were recorded before "
                + Times.shown(found.path("before").asString("")) + ".");
    }
}
