package io.memlog.cli.importer;

import io.memlog.cli.store.BatchListener;
import io.memlog.cli.store.ImportReport;
import io.memlog.cli.store.Origin;
import io.memlog.cli.terminal.CommandContext;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Field;
import io.memlog.cli.terminal.Table;
import io.memlog.cli.terminal.Table.Column;
import io.memlog.cli.terminal.TerminalSanitizer;
import io.memlog.schemas.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Counts the items of each kind: each that is read is stored, a duplicate, or skipped. Beside errors, which are shown
/// at once, it names what is skipped at the end, in groups that share the reason.
final class KindReport implements BatchListener {

    /// How many names of a group are printed.
    private static final int MAX_NAMES = 5;

    private final CommandContext context;
    private final ImportReport outcomes;
    private final Map<String, Counts> kinds = new LinkedHashMap<>();
    private final Map<Reason, SkippedGroup> groups = new LinkedHashMap<>();
    private final ArrayNode skipped = Json.mapper().createArrayNode();

    KindReport(CommandContext context, ImportReport outcomes) {
        this.context = context;
        this.outcomes = outcomes;
    }

    @Override
    public void stored(Origin origin, long id) {
        counts(origin).stored++;
        outcomes.stored(origin, id);
    }

    @Override
    public void refused(Origin origin, JsonNode problem) {
        counts(origin).skipped++;
        outcomes.refused(origin, problem);
    }

    /// An item that is about to be stored, is a duplicate, or is skipped.
    void read(ItemOrigin origin) {
        counts(origin).read++;
    }

    /// An item that is read and not sent, since this run only counts.
    void counted(ItemOrigin origin) {
        counts(origin).stored++;
    }

    void duplicate(ItemOrigin origin) {
        counts(origin).duplicates++;
    }

    void invalid(ItemOrigin origin, String reason) {
        counts(origin).skipped++;
        outcomes.invalid(origin, reason);
    }

    void skip(ItemOrigin origin, String reason) {
        counts(origin).skipped++;
        groups.computeIfAbsent(new Reason(origin.kind(), reason), _ -> new SkippedGroup())
                .add(origin.name());
        if (skipped.size() < ImportReport.MAX_LISTED) {
            var entry = skipped.addObject();
            origin.describe(entry);
            entry.put("detail", reason);
        }
    }

    long stored() {
        return total(counts -> counts.stored);
    }

    int exitCode() {
        if (outcomes.exitCode() == ExitCode.DONE) {
            return ExitCode.DONE;
        }
        return stored() + total(counts -> counts.duplicates) == 0 ? ExitCode.REFUSED : ExitCode.PARTIAL;
    }

    /// @param stored the title of the number of stored items
    void print(String stored) {
        if (!kinds.isEmpty()) {
            Table.of(
                            Column.left("kind", Field.at("name")),
                            Column.right("read", Field.at("read")),
                            Column.right(stored, Field.at("stored")),
                            Column.right("duplicates", Field.at("duplicates")),
                            Column.right("skipped", Field.at("skipped")))
                    .print(context, kinds());
        }
        groups.forEach((reason, group) -> context.print(TerminalSanitizer.line(
                "Skipped " + group.count + " " + reason.kind() + ": " + reason.reason() + " (" + group.names() + ")")));
    }

    /// @param stored the name of the member with the number of stored items
    ObjectNode summary(String stored) {
        var summary = Json.mapper()
                .createObjectNode()
                .put("read", total(counts -> counts.read))
                .put(stored, stored())
                .put("duplicates", total(counts -> counts.duplicates))
                .put("skipped", total(counts -> counts.skipped));
        var kindsByName = kinds();
        if (!stored.equals("stored")) {
            kindsByName.forEach(kind -> ((ObjectNode) kind).set(stored, ((ObjectNode) kind).remove("stored")));
        }
        summary.set("kinds", kindsByName);
        summary.set("left_out", skipped);
        var errors = outcomes.summary();
        summary.set("ids", errors.path("ids"));
        summary.set("errors", errors.path("errors"));
        return summary;
    }

    private ObjectNode kinds() {
        var object = Json.mapper().createObjectNode();
        kinds.forEach((kind, counts) -> object.putObject(kind)
                .put("read", counts.read)
                .put("stored", counts.stored)
                .put("duplicates", counts.duplicates)
                .put("skipped", counts.skipped));
        return object;
    }

    private long total(ToLongFunction<Counts> count) {
        return kinds.values().stream().mapToLong(count).sum();
    }

    private Counts counts(Origin origin) {
        var kind = origin instanceof ItemOrigin(var name, var _) ? name : origin.label();
        return kinds.computeIfAbsent(kind, _ -> new Counts());
    }

    private record Reason(String kind, String reason) {}

    private static final class Counts {
        private long read;
        private long stored;
        private long duplicates;
        private long skipped;
    }

    private static final class SkippedGroup {
        private final List<String> first = new ArrayList<>();
        private long count;

        private void add(String name) {
            count++;
            if (first.size() < MAX_NAMES) {
                first.add(name);
            }
        }

        private String names() {
            return String.join(", ", first) + (count > first.size() ? ", …" : "");
        }
    }
}
