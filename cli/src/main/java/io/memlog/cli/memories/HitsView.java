package io.memlog.cli.memories;

import io.memlog.cli.server.Answer;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a search found, for people.
record HitsView(Surroundings around) {

    void show(JsonNode hits) {
        if (hits.isEmpty()) {
            around.say("Nothing was found.");
            return;
        }
        var table = Table.of(
                Column.right("id"),
                Column.right("score"),
                Column.right("similarity").spare(),
                Column.left("found by").spare(),
                Column.text("task"),
                Column.text("text"));
        hits.forEach(hit -> table.row(
                hit.path("memory_log_id").asString("?"),
                rounded(hit.path("score")),
                rounded(hit.path("similarity")),
                hit.path("matched_by")
                        .valueStream()
                        .map(arm -> arm.asString(""))
                        .collect(Collectors.joining(" ")),
                hit.path("metadata").path("task").asString(""),
                hit.path("document").asString("")));
        table.print(around);
    }

    /// Says, apart from the result, what it may lack.
    void explain(Answer answer) {
        answer.header("memlog-degraded")
                .ifPresent(missing -> around.say(around.styled(
                        Style.WARNING, "Not everything could be asked: " + missing + " (memlog status shows more)")));
        answer.header("memlog-pending")
                .filter(pending -> !pending.equals("0"))
                .ifPresent(pending ->
                        around.say(pending + " memory logs of this user and project are not in every index yet."));
    }

    private static String rounded(JsonNode number) {
        return number.isNumber() ? String.format(Locale.ROOT, "%.3f", number.asDouble()) : "-";
    }
}
