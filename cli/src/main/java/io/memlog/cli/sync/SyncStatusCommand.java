package io.memlog.cli.sync;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `memlog sync status`.
@Command(
        name = "status",
        description = "Shows how far each index agrees with the log, and when all of it was last compared.",
        footer = {"Examples:", "  memlog sync status", "  memlog sync status -o json | jq .scheduler"})
public final class SyncStatusCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    public SyncStatusCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server().get(Query.of("/sync"));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            show(answer.json());
        }
        return ExitCode.DONE;
    }

    private void show(JsonNode sync) {
        var table = Table.of(
                Column.left("index"),
                Column.left("last compared"),
                Column.right("memories"),
                Column.right("missing"),
                Column.right("stale"),
                Column.right("orphaned"),
                Column.right("jobs"));
        sync.path("projections").forEachEntry((name, index) -> {
            var check = index.path("last_check");
            var open = index.path("findings").path("open");
            table.row(
                    name,
                    Times.shown(check.path("ended_at").asString("-")),
                    check.path("memories").asString("-"),
                    open.path("missing").asString(""),
                    open.path("stale").asString(""),
                    open.path("orphaned").asString(""),
                    String.valueOf(index.path("jobs").size()));
        });
        table.print(around);
        around.print("");
        around.print("The continuous check is "
                + sync.path("scheduler").path("state").asString("off") + ".");
    }
}
