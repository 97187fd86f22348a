package io.memlog.cli.store;

import io.memlog.cli.client.ApiException;
import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Style;
import io.memlog.cli.terminal.TerminalSanitizer;
import io.memlog.schemas.json.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Counts what is stored and refused, prints errors at once, and sums up at the end.
public final class ImportReport implements BatchListener {

    /// How many ids and errors the summary lists.
    public static final int MAX_LISTED = 1_000;

    private final CommandContext context;
    private final Progress progress;
    private final ArrayNode ids = Json.mapper().createArrayNode();
    private final ArrayNode errors = Json.mapper().createArrayNode();
    private long stored;
    private long refused;

    public ImportReport(CommandContext context, Progress progress) {
        this.context = context;
        this.progress = progress;
    }

    @Override
    public void stored(Origin origin, long id) {
        stored++;
        if (ids.size() < MAX_LISTED) {
            ids.add(id);
        }
    }

    @Override
    public void refused(Origin origin, JsonNode problem) {
        var detail = problem.path("detail").asString("was refused");
        var error = addError(origin, detail);
        if (problem.path("errors").isEmpty()) {
            print(origin, detail);
            return;
        }
        var fields = error.putArray("errors");
        problem.path("errors").forEach(each -> {
            var field = ApiException.fieldOf(each).replaceFirst("^items/\\d+/?", "");
            var reason = each.path("detail").asString("is wrong");
            fields.addObject().put("field", field).put("detail", reason);
            print(origin, field + " " + reason);
        });
    }

    /// Something that cannot be sent.
    public void invalid(Origin origin, String reason) {
        addError(origin, reason);
        print(origin, reason);
    }

    public long stored() {
        return stored;
    }

    public int exitCode() {
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

    public ObjectNode summary() {
        var summary = Json.mapper().createObjectNode().put("stored", stored).put("refused", refused);
        summary.set("ids", ids);
        summary.set("errors", errors);
        return summary;
    }

    private ObjectNode addError(Origin origin, String detail) {
        refused++;
        var error = Json.mapper().createObjectNode();
        origin.describe(error);
        error.put("detail", detail);
        if (errors.size() < MAX_LISTED) {
            errors.add(error);
        }
        return error;
    }

    private void print(Origin origin, String reason) {
        progress.info(context.styled(Style.BAD, TerminalSanitizer.line(origin.label() + ": " + reason)));
    }
}
