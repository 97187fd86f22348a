package io.memlog.cli.operations;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Field.time;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.Durations;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Table;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/// `memlog status`.
@Command(
        name = "status",
        description = {
            "Shows the state of Memlog, its stores and its projections.",
            "Ends with 5 when Memlog reports that it is down, so that a script can wait for it."
        },
        footer = {
            "  memlog status",
            "  memlog status --url https://memlog.example.org",
            "  until memlog status >/dev/null 2>&1; do sleep 1; done",
            "  memlog status -o json | jq .dead_letters.open"
        })
public final class StatusCommand extends ApiCommand {

    private static final Table STORES = Table.of(
            left("store", at("name")),
            left("state", at("state", "unknown")).styled(StatusCommand::style),
            text("reason", at("reason")));

    private static final Table PROJECTIONS = Table.of(
            left("projection", at("name")),
            left("consumer", at("state", "unknown")).styled(StatusCommand::style),
            right("lag", at("lag", "-")),
            left("since", time("since")).optional(),
            text("reason", at("reason")));

    @Override
    public Integer call() {
        var response = client().get(RequestPath.of("/status"));
        show(response, this::view);
        return at("status").of(response.json()).equals("down") ? ExitCode.UNREACHABLE : ExitCode.DONE;
    }

    private void view(JsonNode status) {
        var state = at("status", "unknown").of(status);
        print("Memlog is " + context().styled(style(state), state) + " at "
                + time("at").of(status));
        print("");
        STORES.print(context(), status.path("stores"));
        print("");
        PROJECTIONS.print(context(), status.path("consumers"));
        print("");
        outbox(status.path("outbox"));
        deadLetters(status.path("dead_letters"));
    }

    private void outbox(JsonNode outbox) {
        var line = "Outbox: %s of %s rows%s%s"
                .formatted(
                        at("rows", "?").of(outbox),
                        at("limit", "?").of(outbox),
                        oldest(outbox),
                        count(outbox, "parked", ", %d parked"));
        print(outbox.isObject() ? line : "Outbox: unknown");
    }

    private void deadLetters(JsonNode deadLetters) {
        if (!deadLetters.isObject()) {
            print("Dead letters: unknown");
            return;
        }
        var open = deadLetters.path("open").asLong(0);
        var parked = deadLetters.path("parked").asLong(0);
        var line = "Dead letters: %d open%s%s%s"
                .formatted(
                        open,
                        count(deadLetters, "replaying", ", %d being replayed"),
                        count(deadLetters, "parked", ", %d parked"),
                        oldest(deadLetters));
        print(context().styled(open + parked > 0 ? Style.WARNING : Style.PLAIN, line));
        if (open + parked > 0) {
            print("  memlog dead-letters groups shows why");
        }
    }

    private static String count(JsonNode object, String name, String format) {
        var count = object.path(name).asLong(0);
        return count == 0 ? "" : format.formatted(count);
    }

    private static String oldest(JsonNode object) {
        var age = object.path("oldest_age_seconds");
        return age.isNumber() && age.asDouble() > 0
                ? ", the oldest for " + Durations.format((long) age.asDouble())
                : "";
    }

    private static Style style(String state) {
        return switch (state) {
            case "up", "following" -> Style.GOOD;
            case "degraded", "paused", "unknown" -> Style.WARNING;
            default -> Style.BAD;
        };
    }
}
