package io.memlog.cli.archive;

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

/// `memlog archive list`.
@Command(
        name = "list",
        description = "Lists the files that events went to.",
        footer = {"Examples:", "  memlog archive list", "  memlog archive list -o json | jq -r .items[].name"})
public final class ArchiveListCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    public ArchiveListCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer = server.server().get(Query.of("/archive"));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            table(answer.json().path("items"));
        }
        return ExitCode.DONE;
    }

    private void table(JsonNode files) {
        if (files.isEmpty()) {
            around.say("Nothing was archived.");
            return;
        }
        var table = Table.of(
                Column.left("file"),
                Column.right("events"),
                Column.right("bytes"),
                Column.left("first").spare(),
                Column.left("last").spare(),
                Column.left("restored"));
        files.forEach(file -> table.row(
                file.path("name").asString(""),
                file.path("events").asString(""),
                file.path("bytes").asString(""),
                Times.shown(file.path("first_recorded_at").asString("")),
                Times.shown(file.path("last_recorded_at").asString("")),
                Times.shown(file.path("restored_at").asString("-"))));
        table.print(around);
    }
}
