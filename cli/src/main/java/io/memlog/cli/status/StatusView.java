package io.memlog.cli.status;

import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Cell;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import tools.jackson.databind.JsonNode;

/// The state of the whole for people.
record StatusView(Surroundings around) {

    void show(JsonNode status) {
        var state = status.path("status").asString("unknown");
        around.print("Memlog is " + around.styled(style(state), state) + " at "
                + Times.shown(status.path("at").asString("")));
        around.print("");
        stores(status.path("stores"));
        around.print("");
        consumers(status.path("consumers"));
        around.print("");
        outbox(status.path("outbox"));
        deadLetters(status.path("dead_letters"));
    }

    private void stores(JsonNode stores) {
        var table = Table.of(Column.left("store"), Column.left("state"), Column.text("reason"));
        stores.forEachEntry((name, store) ->
                table.row(name, state(store), store.path("reason").asString("")));
        table.print(around);
    }

    private void consumers(JsonNode consumers) {
        var table = Table.of(
                Column.left("index"),
                Column.left("consumer"),
                Column.right("lag"),
                Column.left("since").spare(),
                Column.text("reason"));
        consumers.forEachEntry((name, consumer) -> table.row(
                name,
                state(consumer),
                consumer.path("lag").asString("-"),
                Times.shown(consumer.path("since").asString("")),
                consumer.path("reason").asString("")));
        table.print(around);
    }

    private void outbox(JsonNode outbox) {
        if (!outbox.isObject()) {
            around.print("Outbox: unknown");
            return;
        }
        around.print("Outbox: %s of %s rows%s%s"
                .formatted(
                        outbox.path("rows").asString("?"),
                        outbox.path("limit").asString("?"),
                        oldest(outbox),
                        count(outbox, "parked", ", %d parked")));
    }

    private void deadLetters(JsonNode letters) {
        if (!letters.isObject()) {
            around.print("Dead letters: unknown");
            return;
        }
        var open = letters.path("open").asLong(0);
        var parked = letters.path("parked").asLong(0);
        var line = "Dead letters: %d open%s%s%s"
                .formatted(
                        open,
                        count(letters, "replaying", ", %d being replayed"),
                        count(letters, "parked", ", %d parked"),
                        oldest(letters));
        around.print(around.styled(open + parked > 0 ? Style.WARNING : Style.PLAIN, line));
        if (open + parked > 0) {
            around.print("  memlog dead-letters groups shows why");
        }
    }

    private static String count(JsonNode object, String name, String format) {
        var count = object.path(name).asLong(0);
        return count == 0 ? "" : format.formatted(count);
    }

    private static String oldest(JsonNode object) {
        var age = object.path("oldest_age_seconds");
        return age.isNumber() && age.asDouble() > 0 ? ", the oldest for " + Times.age((long) age.asDouble()) : "";
    }

    private static Cell state(JsonNode part) {
        var state = part.path("state").asString("unknown");
        return new Cell(state, style(state));
    }

    private static Style style(String state) {
        return switch (state) {
            case "up", "following" -> Style.GOOD;
            case "degraded", "paused", "unknown" -> Style.WARNING;
            default -> Style.BAD;
        };
    }
}
