package io.memlog.cli.store;

import io.memlog.cli.client.ApiException;
import io.memlog.cli.store.RecordReader.ImportRecord;
import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.TerminalSanitizer;
import io.memlog.schemas.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Counts the stored and refused lines, prints errors at once, and sums up at the end.
final class ImportReport {

    /// How many ids and errors the summary lists.
    private static final int MAX_LISTED = 1_000;

    private final CommandContext context;
    private final Progress progress;
    private final ArrayNode ids = Json.mapper().createArrayNode();
    private final ArrayNode errors = Json.mapper().createArrayNode();
    private long stored;
    private long refused;
    private long lastLine;

    ImportReport(CommandContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
    }

    void stored(long id) {
        stored++;
        if (ids.size() < MAX_LISTED) {
            ids.add(id);
        }
    }

    void refused(long line, JsonNode problem) {
        var detail = problem.path("detail").asString("was refused");
        var error = addError(line, detail);
        if (problem.path("errors").isEmpty()) {
            print(line, detail);
            return;
        }
        var fields = error.putArray("errors");
        problem.path("errors").forEach(each -> {
            var field = ApiException.fieldOf(each).replaceFirst("^items/\\d+/?", "");
            var reason = each.path("detail").asString("is wrong");
            fields.addObject().put("field", field).put("detail", reason);
            print(line, field + " " + reason);
        });
    }

    void invalid(ImportRecord.Invalid invalid) {
        addError(invalid.line(), invalid.reason());
        print(invalid.line(), invalid.reason());
    }

    /// Notes that every line up to this one is stored or refused.
    void finishedUpTo(long line) {
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
        return stored == 0 ? ExitCode.REFUSED : ExitCode.PARTIAL;
    }

    String sentence() {
        var count = stored == 1 ? "1 memory log is" : stored + " memory logs are";
        var id = stored == 1 && ids.size() == 1 ? ", as " + ids.path(0).asString("") : "";
        return count + " in Memlog" + id + (refused == 0 ? "." : "; " + refused + " refused.");
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

    private ObjectNode addError(long line, String detail) {
        refused++;
        var error = Json.mapper().createObjectNode().put("line", line).put("detail", detail);
        if (errors.size() < MAX_LISTED) {
            errors.add(error);
        }
        return error;
    }

    private void print(long line, String reason) {
        progress.info(context.styled(Style.BAD, "line " + line + ": " + TerminalSanitizer.line(reason)));
    }
}
