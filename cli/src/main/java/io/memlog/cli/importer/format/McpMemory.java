package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import io.memlog.cli.store.NdjsonReader;
import io.memlog.cli.store.RecordReader.ImportRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The knowledge graph of the MCP server `memory`, with an entity or relation on each line. Each observation of an
/// entity is an item, so that those which are added later are imported later; so is each relation, whether its entities
/// are in the file or not.
final class McpMemory implements ExportFormat {

    private static final Pattern GRAPH_LINE = Pattern.compile("\"type\"\\s*:\\s*\"(entity|relation)\"");
    private static final Set<String> OF_ENTITY =
            Set.of("type", "name", "entityName", "id", "entityType", "entity_type", "observations");
    private static final Set<String> OF_RELATION =
            Set.of("type", "from", "to", "from_id", "to_id", "relationType", "relation_type");

    @Override
    public String name() {
        return "mcp-memory";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("type")
                && GRAPH_LINE
                        .matcher(start.text().lines().findFirst().orElse(""))
                        .find();
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        try (var in = new BufferedInputStream(file.open())) {
            var lines = new NdjsonReader(in);
            for (var next = lines.next(); next.isPresent(); next = lines.next()) {
                switch (next.get()) {
                    case ImportRecord.Valid(var line, var object) -> read(object, line, sink);
                    case ImportRecord.Invalid(var line, var reason) ->
                        sink.invalid("line", Long.toString(line), reason);
                }
            }
        }
    }

    private static void read(ObjectNode object, long line, ItemSink sink) throws InterruptedException {
        var type = string(object.get("type"));
        switch (type) {
            case "entity" -> readEntity(object, line, sink);
            case "relation" -> readRelation(object, line, sink);
            default ->
                sink.invalid("line", Long.toString(line), "is neither an entity nor a relation, but \"" + type + "\"");
        }
    }

    private static void readEntity(ObjectNode entity, long line, ItemSink sink) throws InterruptedException {
        var name = first(entity, "name", "entityName", "id");
        if (name.isBlank()) {
            sink.invalid("entity", "on line " + line, "has no name");
            return;
        }
        var type = first(entity, "entityType", "entity_type");
        var observations = entity.path("observations");
        if (observations.isEmpty()) {
            sink.add(new SourceItem("entity", name, name)
                    .title(name)
                    .text(name)
                    .tags(List.of(type))
                    .others(entity, OF_ENTITY));
        }
        for (var observation : observations) {
            var text = observation.isContainer() ? observation.toString() : string(observation);
            if (text.isBlank()) {
                sink.invalid("observation", name, "has no text");
            } else {
                sink.add(new SourceItem("observation", name + ": " + SourceItem.excerpt(text), name, text)
                        .title(name)
                        .text(text)
                        .tags(List.of(type))
                        .others(entity, OF_ENTITY));
            }
        }
    }

    private static void readRelation(ObjectNode relation, long line, ItemSink sink) throws InterruptedException {
        var from = first(relation, "from", "from_id");
        var type = first(relation, "relationType", "relation_type");
        var to = first(relation, "to", "to_id");
        if (from.isBlank() || type.isBlank() || to.isBlank()) {
            sink.invalid("relation", "on line " + line, "has no from, to or relationType");
            return;
        }
        var sentence = from + " " + type.replace('_', ' ') + " " + to;
        sink.add(new SourceItem("relation", sentence, from, type, to)
                .title(sentence)
                .text(sentence)
                .others(relation, OF_RELATION));
    }

    private static String first(JsonNode object, String... members) {
        for (var member : members) {
            var value = string(object.get(member));
            if (!value.isBlank()) {
                return value;
            }
        }
        return "";
    }
}
