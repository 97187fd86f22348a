package io.memlog.cli.memories;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.joined;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.client.TenantFilter;
import io.memlog.cli.terminal.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `memlog related`.
@Command(
        name = "related",
        description = "Shows the memory logs that are related to one, and its entities.",
        footer = {
            "  memlog related 12",
            "  memlog related 12 --depth 2 --limit 50",
            "  memlog related 12 -o json | jq .memories[].memory_log_id"
        })
public final class RelatedCommand extends ApiCommand {

    private static final Table MEMORIES =
            Table.of(right("id", at("memory_log_id", "?")), text("task", at("task")), text("via", joined("via", ", ")));
    private static final Table ENTITIES =
            Table.of(left("type", at("type")), left("relation", at("relation")), text("name", at("name")));

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
    private final TenantFilter tenant = new TenantFilter();

    @Override
    public Integer call() {
        var path = RequestPath.of("/memory-logs", id, "related")
                .with("depth", depth)
                .with("limit", limit);
        return show(client().get(tenant.addTo(path)), this::view);
    }

    private void view(JsonNode related) {
        if (related.path("memories").isEmpty() && related.path("entities").isEmpty()) {
            info("Nothing is related to it.");
            return;
        }
        MEMORIES.print(context(), related.path("memories"));
        print("");
        ENTITIES.print(context(), related.path("entities"));
    }
}
