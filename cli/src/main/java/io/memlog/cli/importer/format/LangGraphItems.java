package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Items of a LangGraph `BaseStore`, in a list or one after the other.
final class LangGraphItems implements ExportFormat {

    private static final Set<String> KNOWN = Set.of("namespace", "key", "value");

    /// Where applications put the text of a memory, in `value` or in its `content`.
    private static final List<String> TEXT_MEMBERS = List.of("content", "text", "memory", "data");

    @Override
    public String name() {
        return "langgraph";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("/namespace", "/key", "/value") || start.hasAll("namespace", "key", "value");
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        new JsonElements(sink, null).read(file, (object, position) -> {
            var key = string(object.get("key"));
            if (key.isEmpty() || !object.path("namespace").isArray()) {
                sink.invalid("item", "number " + position, "has no namespace and key");
            } else if (!object.path("value").isObject() || object.path("value").isEmpty()) {
                sink.invalid("item", key, "has no value");
            } else {
                sink.add(item(object, key));
            }
        });
    }

    /// The segments of a namespace may hold any separator, so they are never joined.
    private static SourceItem item(ObjectNode object, String key) {
        var namespace =
                object.path("namespace").valueStream().map(SourceItem::string).toList();
        var id = Stream.concat(namespace.stream(), Stream.of(key)).toArray(String[]::new);
        var value = (ObjectNode) object.path("value").deepCopy();
        var item = new SourceItem("item", key, id);
        takeText(value, "", item);
        return item.raw("value", value)
                .date(object.path("created_at"), object.path("updated_at"))
                .others(object, KNOWN);
    }

    /// Moves the text out of the value, and keeps where it was.
    private static boolean takeText(ObjectNode value, String path, SourceItem item) {
        for (var member : TEXT_MEMBERS) {
            var found = value.path(member);
            if (found instanceof ObjectNode inner && takeText(inner, path + member + "/", item)) {
                if (inner.isEmpty()) {
                    value.remove(member);
                }
                return true;
            }
            if (found.isString() && !found.stringValue().isBlank()) {
                value.remove(member);
                item.text(found.stringValue()).keep("text_member", value.stringNode(path + member));
                return true;
            }
        }
        return false;
    }
}
