package io.memlog.cli.memories;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.client.TenantFilter;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.KeyValueView;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.TerminalSanitizer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `memlog show`.
@Command(
        name = "show",
        description = {
            "Shows a memory log, and its state in each projection.",
            "With -o json the output is {\"memory_log\":{…},\"status\":{…}}."
        },
        footer = {
            "  memlog show 12",
            "  memlog show 12 --version 1",
            "  memlog show 12 --as-of 2025-11-13T08:30:00Z",
            "  memlog show 12 -o json | jq .memory_log.raw_data"
        })
public final class ShowCommand extends ApiCommand {

    private static final Table PROJECTIONS = Table.of(
            left("projection", at("name")),
            left("state", at("state")).styled(ShowCommand::style),
            right("version", at("version", "-")),
            left("at", time("at", "-")),
            right("took", projection -> {
                var milliseconds = at("milliseconds").of(projection);
                return milliseconds.isEmpty() ? "-" : milliseconds + " ms";
            }));

    @Parameters(paramLabel = "ID", description = "the id of the memory log, a number")
    private long id;

    @Option(names = "--version", paramLabel = "N", description = "this version")
    private @Nullable Long version;

    @Option(names = "--as-of", paramLabel = "TIME", description = "the version at a time such as 2025-11-13T08:30:00Z")
    private @Nullable String asOf;

    @Option(names = "--embedding", description = "with its embedding")
    private boolean embedding;

    @Mixin
    private final TenantFilter tenant = new TenantFilter();

    @Override
    public Integer call() {
        var client = client();
        var path = RequestPath.of("/memory-logs", id)
                .with("version", version)
                .with("as_of", asOf)
                .with("include", embedding ? "embedding" : null);
        var memory = client.get(tenant.addTo(path));
        var status = client.get(tenant.addTo(RequestPath.of("/memory-logs", id, "status")));
        if (isJson()) {
            context().printJson("{\"memory_log\":" + memory.text() + ",\"status\":" + status.text() + "}");
        } else {
            view(memory.json(), status.json());
        }
        return ExitCode.DONE;
    }

    private void view(JsonNode memory, JsonNode status) {
        var title = "Memory log " + at("id", "?").of(memory) + ", version "
                + at("version", "?").of(memory);
        print(context().styled(Style.BOLD, title));
        new KeyValueView(memory)
                .add("task", at("task"))
                .add("user", at("user_id"))
                .add("project", at("project_id"))
                .add("agent", at("agent"))
                .add("date", at("date"))
                .add("conversation", at("conversation_id"))
                .add("request", at("request_id"))
                .add("importance", at("importance"))
                .add("created", time("created_at"))
                .add("updated", time("updated_at"))
                .add("embedding", _ -> embedding(memory.path("embedding")))
                .print(context());
        print("");
        var current = status.path("version").asLong(0);
        if (current != 0 && current != memory.path("version").asLong(0)) {
            print("The current version is " + current + ". Its state:");
        }
        PROJECTIONS.print(context(), status);
        print("");
        print(TerminalSanitizer.lines(memory.path("raw_data").toPrettyString()));
    }

    private static Style style(String state) {
        return switch (state) {
            case "stored" -> Style.GOOD;
            case "pending" -> Style.WARNING;
            case "dead_letter" -> Style.BAD;
            default -> Style.PLAIN;
        };
    }

    private static String embedding(JsonNode embedding) {
        return embedding.isArray() ? embedding.size() + " numbers (-o json shows them)" : "";
    }
}
