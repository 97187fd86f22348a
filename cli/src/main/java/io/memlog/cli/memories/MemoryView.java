package io.memlog.cli.memories;

import io.memlog.cli.terminal.Details;
import io.memlog.cli.terminal.Plain;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Cell;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import tools.jackson.databind.JsonNode;

/// One memory log for people.
record MemoryView(Surroundings around) {

    void show(JsonNode memory, JsonNode status) {
        around.print(around.styled(
                Style.BOLD,
                "Memory log " + memory.path("id").asString("?") + ", version "
                        + memory.path("version").asString("?")));
        new Details(around)
                .add("task", memory.path("task").asString(""))
                .add("user", memory.path("user_id").asString(""))
                .add("project", memory.path("project_id").asString(""))
                .add("agent", memory.path("agent").asString(""))
                .add("date", memory.path("date").asString(""))
                .add("conversation", memory.path("conversation_id").asString(""))
                .add("request", memory.path("request_id").asString(""))
                .add("importance", memory.path("importance").asString(""))
                .add("created", Times.shown(memory.path("created_at").asString("")))
                .add("updated", Times.shown(memory.path("updated_at").asString("")))
                .add("embedding", embedding(memory.path("embedding")))
                .print();
        around.print("");
        indexes(status, memory.path("version").asLong(0));
        around.print("");
        around.print(Plain.lines(memory.path("raw_data").toPrettyString()));
    }

    private void indexes(JsonNode status, long version) {
        var current = status.path("version").asLong(version);
        if (current != version) {
            around.print("The current version is " + current + ". Of that one:");
        }
        var table = Table.of(
                Column.left("index"),
                Column.left("state"),
                Column.right("version"),
                Column.left("at"),
                Column.right("took"));
        status.forEachEntry((name, index) -> {
            if (index.isObject()) {
                table.row(
                        name,
                        state(index.path("state").asString("")),
                        index.path("version").asString("-"),
                        Times.shown(index.path("at").asString("-")),
                        index.path("milliseconds").isNumber()
                                ? index.path("milliseconds").asString() + " ms"
                                : "-");
            }
        });
        table.print(around);
    }

    private static Cell state(String state) {
        return new Cell(
                state,
                switch (state) {
                    case "stored" -> Style.GOOD;
                    case "pending" -> Style.WARNING;
                    case "dead_letter" -> Style.BAD;
                    default -> Style.PLAIN;
                });
    }

    private static String embedding(JsonNode embedding) {
        return embedding.isArray() ? embedding.size() + " numbers (-o json shows them)" : "";
    }
}
