package io.memlog.cli.memories;

import io.memlog.cli.server.Query;
import io.memlog.cli.server.ServerOptions;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `memlog related`.
@Command(
        name = "related",
        description = "Shows which memory logs belong together with one, and what it is about.",
        footer = {
            "Examples:",
            "  memlog related 12",
            "  memlog related 12 --depth 2 --limit 50",
            "  memlog related 12 -o json | jq .memories[].memory_log_id"
        })
public final class RelatedCommand implements Callable<Integer> {

    private final Surroundings around;

    @Mixin
    private final ServerOptions server = new ServerOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    @Parameters(paramLabel = "ID", description = "the id of the memory log, a number")
    private long id;

    @Option(names = "--depth", paramLabel = "N", description = "over how many steps, from 1 to 3 (1)")
    private @Nullable Integer depth;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            description = "how many at most, from 1 to 100 (20)")
    private @Nullable Integer limit;

    @Mixin
    private final VisibleTo visible = new VisibleTo();

    public RelatedCommand(Surroundings around) {
        this.around = around;
    }

    @Override
    public Integer call() {
        var query = Query.of("/memory-logs", id, "related").with("depth", depth).with("limit", limit);
        var answer = server.server().get(visible.limit(query));
        if (output.isJson()) {
            around.print(answer.text());
        } else {
            show(answer.json());
        }
        return ExitCode.DONE;
    }

    private void show(JsonNode related) {
        if (related.path("memories").isEmpty() && related.path("entities").isEmpty()) {
            around.say("Nothing is related to it.");
            return;
        }
        var memories = Table.of(Column.right("id"), Column.text("task"), Column.text("via"));
        related.path("memories")
                .forEach(memory -> memories.row(
                        memory.path("memory_log_id").asString("?"),
                        memory.path("task").asString(""),
                        memory.path("via")
                                .valueStream()
                                .map(via -> via.asString(""))
                                .collect(Collectors.joining(", "))));
        memories.print(around);
        around.print("");
        var entities = Table.of(Column.left("type"), Column.left("relation"), Column.text("name"));
        related.path("entities")
                .forEach(entity -> entities.row(
                        entity.path("type").asString(""),
                        entity.path("relation").asString(""),
                        entity.path("name").asString("")));
        entities.print(around);
    }
}
