package io.memlog.cli.sync;

import io.memlog.cli.jobs.Submitted;
import io.memlog.cli.jobs.WaitOptions;
import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// What every operation on the indexes has in common.
final class SyncOptions {

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final ScopeOptions scope = new ScopeOptions();

    @Option(names = "--dry-run", description = "only shows what would be compared")
    private boolean dryRun;

    @Mixin
    private final WaitOptions options = new WaitOptions();

    int run(Surroundings around, String operation, @Nullable Integer limit) throws InterruptedException {
        var request = scope.on(Json.mapper().createObjectNode().put("operation", operation))
                .put("limit", limit)
                .put("dry_run", dryRun);
        request.removeNulls();
        var memlog = server.server();
        var answer = memlog.post(Query.of("/sync"), request);
        return new Submitted(around, memlog, output, options).finish(answer, found -> preview(around, found));
    }

    private static void preview(Surroundings around, JsonNode found) {
        around.print("It would go through " + found.path("memories").asString("?") + " memory logs of "
                + found.path("tenants").asString("?") + " projects; "
                + found.path("findings").asString("?")
                + " findings are open.");
    }
}
