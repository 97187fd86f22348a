package io.memlog.cli.store;

import io.memlog.cli.server.FieldName;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Plain;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.Surroundings;
import io.memlog.schemas.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Counts what became of the lines, says at once which are wrong, and sums up in the end.
final class Report implements Outcomes {

    /// How many ids and errors the summary lists.
    private static final int MOST_LISTED = 1_000;

    private final Surroundings around;
    private final Progress progress;
    private final ArrayNode ids = Json.mapper().createArrayNode();
    private final ArrayNode errors = Json.mapper().createArrayNode();
    private long stored;
    private long refused;
    private long lastLine;

    Report(Surroundings around, Progress progress) {
        this.around = around;
        this.progress = progress;
    }

    @Override
    public void stored(long line, long memory) {
        stored++;
        if (ids.size() < MOST_LISTED) {
            ids.add(memory);
        }
    }

    @Override
    public void refused(long line, JsonNode problem) {
        var fields = problem.path("errors");
        var error = error(line, problem.path("detail").asString("was refused"));
        if (fields.isEmpty()) {
            say(line, problem.path("detail").asString("was refused"));
            return;
        }
        var places = error.putArray("errors");
        fields.forEach(field -> {
            var place = withinTheLine(FieldName.of(field));
            var detail = field.path("detail").asString("is wrong");
            places.addObject().put("field", place).put("detail", detail);
            say(line, place + " " + detail);
        });
    }

    void unreadable(Entry.Unreadable entry) {
        error(entry.line(), entry.why());
        say(entry.line(), entry.why());
    }

    /// Every line up to this one is stored or refused.
    void settled(long line) {
        lastLine = line;
    }

    long lastLine() {
        return lastLine;
    }

    long stored() {
        return stored;
    }

    int exitCode() {
        if (refused == 0) {
            return ExitCode.DONE;
        }
        return stored == 0 ? ExitCode.REFUSED : ExitCode.DONE_IN_PART;
    }

    String sentence() {
        var what = stored == 1 ? "1 memory log is" : stored + " memory logs are";
        var which = stored == 1 && ids.size() == 1 ? ", as " + ids.path(0).asString("") : "";
        return what + " in Memlog" + which + (refused == 0 ? "." : "; " + refused + " refused.");
    }

    ObjectNode summary() {
        var summary = Json.mapper()
                .createObjectNode()
                .put("stored", stored)
                .put("refused", refused)
                .put("last_line", lastLine);
        summary.set("ids", ids);
        summary.set("errors", errors);
        return summary;
    }

    private ObjectNode error(long line, String detail) {
        refused++;
        var error = Json.mapper().createObjectNode().put("line", line).put("detail", detail);
        if (errors.size() < MOST_LISTED) {
            errors.add(error);
        }
        return error;
    }

    private void say(long line, String what) {
        progress.say(around.styled(Style.BAD, "line " + line + ": " + Plain.line(what)));
    }

    /// `task` for `items/3/task`, and nothing for the item itself.
    private static String withinTheLine(String place) {
        return place.replaceFirst("^items/\\d+/?", "");
    }
}
