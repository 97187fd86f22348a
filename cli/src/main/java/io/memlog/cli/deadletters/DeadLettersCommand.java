package io.memlog.cli.deadletters;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.PageOptions;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Table;
import io.memlog.schemas.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `memlog dead-letters`.
@Command(
        name = "dead-letters",
        description = "Events that a projection could not apply: shows why, replays, corrects or discards them.",
        subcommands = {
            DeadLettersCommand.ListCommand.class,
            DeadLettersCommand.GroupsCommand.class,
            ShowCommand.class,
            ReplayCommand.class,
            EditCommand.class,
            DeadLettersCommand.DiscardCommand.class
        },
        footer = {
            "  memlog dead-letters groups",
            "  memlog dead-letters list --projection graph --state open",
            "  memlog dead-letters replay --group 1f0c9e2b7a5d4c38"
        })
public final class DeadLettersCommand {

    static final Table TABLE = Table.of(
            left("id", at("id")),
            left("projection", at("consumer")),
            left("state", at("state")).styled(DeadLettersCommand::style),
            left("reason", at("reason")).optional(),
            right("memory", at("memory_id", "-")).optional(),
            right("replays", at("replays")).optional(),
            left("next retry", time("next_retry_at")).optional(),
            left("first seen", time("first_seen")).optional(),
            text("cause", at("cause/message")));

    private static final Table GROUPS = Table.of(
            left("group", at("group")),
            left("projection", at("consumer")),
            right("count", at("count")),
            right("open", at("by_state/open", "0")).optional(),
            right("parked", at("by_state/parked", "0")).optional(),
            left("last seen", time("last_seen")).optional(),
            left("example", at("example")).optional(),
            text("cause", at("cause")));

    private static Style style(String state) {
        return switch (state) {
            case "open" -> Style.WARNING;
            case "parked" -> Style.BAD;
            case "replayed", "superseded" -> Style.GOOD;
            default -> Style.PLAIN;
        };
    }

    @Command(
            name = "list",
            description = "Lists dead letters, the newest first.",
            footer = {
                "  memlog dead-letters list --state open",
                "  memlog dead-letters list --memory 12",
                "  memlog dead-letters list --reason invalid --limit 100 -o json | jq -r .items[].id"
            })
    static final class ListCommand extends ApiCommand {

        @Mixin
        private final DeadLetterFilter filter = new DeadLetterFilter();

        @Option(
                names = "--state",
                paramLabel = "STATE",
                description = "only in this state: open, replaying, replayed, skipped, superseded, parked or discarded")
        private @Nullable String state;

        @Mixin
        private final PageOptions page = new PageOptions();

        @Override
        public Integer call() {
            var path = RequestPath.of("/dead-letters").withAll(filter.json()).with("state", state);
            return list(page.addTo(path), TABLE, "There are no such dead letters.");
        }
    }

    @Command(
            name = "groups",
            description = "Shows dead letters grouped by cause, the most frequent first.",
            footer = {
                "  memlog dead-letters groups",
                "  memlog dead-letters groups --projection vector --state open -o json"
            })
    static final class GroupsCommand extends ApiCommand {

        @Mixin
        private final DeadLetterFilter filter = new DeadLetterFilter();

        @Option(names = "--state", paramLabel = "STATE", description = "only in this state")
        private @Nullable String state;

        @Override
        public Integer call() {
            var path = RequestPath.of("/dead-letters/groups")
                    .withAll(filter.json())
                    .with("state", state);
            return list(path, GROUPS, "There are no such dead letters.");
        }
    }

    @Command(
            name = "discard",
            description = "Discards a dead letter. It is kept as discarded, with the reason.",
            footer = {"  memlog dead-letters discard 5e0c1f6a-9f0b-5d2c-8f3e-2a1b7c4d5e6f --reason 'test data'"})
    static final class DiscardCommand extends ApiCommand {

        @Parameters(paramLabel = "ID", description = "the id of the dead letter")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why, for the history")
        private String reason = "";

        @Override
        public Integer call() {
            var request = Json.mapper().createObjectNode().put("reason", reason);
            var response = client().post(RequestPath.of("/dead-letters", id, "discard"), request);
            return show(response, _ -> print("The dead letter " + id + " is discarded."));
        }
    }
}
