package io.memlog.cli.deadletters;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `memlog dead-letters groups`.
@Command(
        name = "groups",
        description = "Shows dead letters by what caused them, the most frequent first.",
        footer = {
            "Examples:",
            "  memlog dead-letters groups",
            "  memlog dead-letters groups --consumer vector --state open -o json"
        })
public final class GroupsCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final LetterFilter filter = new LetterFilter();

    @Option(names = "--state", paramLabel = "STATE", description = "only those in this state")
    private @Nullable String state;

    public GroupsCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var answer =
                server.server().get(filter.on(Query.of("/dead-letters/groups")).with("state", state));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            show(answer.json().path("items"));
        }
        return ExitCode.DONE;
    }

    private void show(JsonNode groups) {
        if (groups.isEmpty()) {
            around.say("There are no such dead letters.");
            return;
        }
        var table = Table.of(
                Column.left("group"),
                Column.left("consumer"),
                Column.right("count"),
                Column.right("open").spare(),
                Column.right("parked").spare(),
                Column.left("last seen").spare(),
                Column.left("example").spare(),
                Column.text("cause"));
        groups.forEach(group -> table.row(
                group.path("group").asString(""),
                group.path("consumer").asString(""),
                group.path("count").asString(""),
                group.path("by_state").path("open").asString("0"),
                group.path("by_state").path("parked").asString("0"),
                Times.shown(group.path("last_seen").asString("")),
                group.path("example").asString(""),
                group.path("cause").asString("")));
        table.print(around);
    }
}
