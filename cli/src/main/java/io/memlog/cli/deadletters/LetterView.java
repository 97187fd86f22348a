package io.memlog.cli.deadletters;

import io.memlog.cli.terminal.Details;
import io.memlog.cli.terminal.Plain;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.Times;
import tools.jackson.databind.JsonNode;

/// One dead letter for people.
record LetterView(Surroundings around, boolean stack, boolean headers) {

    void show(JsonNode letter) {
        summary(letter);
        history(letter.path("history"));
        if (headers) {
            headers(letter.path("headers"));
        }
        if (stack) {
            titled("Stack", letter.path("cause").path("stack").asString("(none)"));
        }
        titled("Payload (" + letter.path("payload").path("bytes").asString("?") + " bytes)", payload(letter));
    }

    private void summary(JsonNode letter) {
        var original = letter.path("original");
        var cause = letter.path("cause");
        around.print(
                around.styled(Style.BOLD, "Dead letter " + letter.path("id").asString("?")));
        new Details(around)
                .add("state", letter.path("state").asString(""))
                .add("consumer", letter.path("consumer").asString(""))
                .add("reason", letter.path("reason").asString(""))
                .add(
                        "cause",
                        cause.path("exception").asString("") + ": "
                                + cause.path("message").asString(""))
                .add("group", letter.path("group").asString(""))
                .add("memory", letter.path("memory_id").asString(""))
                .add("version", letter.path("version").asString(""))
                .add("user", letter.path("user_id").asString(""))
                .add("project", letter.path("project_id").asString(""))
                .add("type", letter.path("type").asString(""))
                .add(
                        "came from",
                        "%s, partition %s, offset %s"
                                .formatted(
                                        original.path("topic").asString("?"),
                                        original.path("partition").asString("?"),
                                        original.path("offset").asString("?")))
                .add("attempts", letter.path("attempts").asString(""))
                .add(
                        "replays",
                        letter.path("replays").asString("0") + ", "
                                + letter.path("failed_replays").asString("0") + " failed")
                .add("first seen", Times.shown(letter.path("first_seen").asString("")))
                .add("last seen", Times.shown(letter.path("last_seen").asString("")))
                .print();
    }

    private void history(JsonNode history) {
        around.print("");
        var table = Table.of(
                Column.left("at"), Column.left("what"), Column.right("replay"), Column.left("job"), Column.text("why"));
        history.forEach(entry -> table.row(
                Times.shown(entry.path("at").asString("")),
                entry.path("what").asString(""),
                entry.path("replay").asString(""),
                entry.path("job").asString(""),
                (entry.path("reason").asString("") + " " + entry.path("message").asString("")).strip()));
        table.print(around);
    }

    private void headers(JsonNode headers) {
        around.print("");
        var table = Table.of(Column.left("header"), Column.text("value"));
        headers.forEach(header -> table.row(
                header.path("name").asString(""),
                header.path("value").asString("")
                        + (header.path("encoding").isMissingNode()
                                ? ""
                                : " (" + header.path("encoding").asString("") + ")")));
        table.print(around);
    }

    private void titled(String title, String text) {
        around.print("");
        around.print(around.styled(Style.BOLD, title));
        around.print(Plain.lines(text));
    }

    private static String payload(JsonNode letter) {
        var payload = letter.path("payload");
        var json = payload.path("json");
        if (!json.isNull() && !json.isMissingNode()) {
            return json.toPrettyString();
        }
        return payload.path("text").asString(payload.path("base64").asString("(empty)"));
    }
}
