package io.memlog.cli.deadletters;

import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Cell;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import tools.jackson.databind.JsonNode;

/// Dead letters for people, a line each.
record LetterTable(Surroundings around) {

    void show(JsonNode letters) {
        var table = Table.of(
                Column.left("id"),
                Column.left("consumer"),
                Column.left("state"),
                Column.left("reason").spare(),
                Column.right("memory").spare(),
                Column.right("replays").spare(),
                Column.left("first seen").spare(),
                Column.text("cause"));
        letters.forEach(letter -> table.row(
                letter.path("id").asString(""),
                letter.path("consumer").asString(""),
                state(letter.path("state").asString("")),
                letter.path("reason").asString(""),
                letter.path("memory_id").asString("-"),
                letter.path("replays").asString(""),
                Times.shown(letter.path("first_seen").asString("")),
                letter.path("cause").path("message").asString("")));
        table.print(around);
    }

    static Cell state(String state) {
        return new Cell(
                state,
                switch (state) {
                    case "open" -> Style.WARNING;
                    case "parked" -> Style.BAD;
                    case "replayed", "superseded" -> Style.GOOD;
                    default -> Style.PLAIN;
                });
    }
}
