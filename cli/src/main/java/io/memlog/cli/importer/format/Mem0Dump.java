package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What mem0's `get_all` answers: a list of memories, or an object with `results`.
final class Mem0Dump implements ExportFormat {

    private static final Set<String> KNOWN =
            Set.of("id", "memory", "user_id", "agent_id", "run_id", "categories", "metadata");

    @Override
    public String name() {
        return "mem0";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("/id", "/memory") || start.hasAll("results/id", "results/memory");
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        var envelope = new JsonElements(sink, "results").read(file, (memory, position) -> {
            var id = string(memory.get("id"));
            var text = string(memory.get("memory"));
            if (id.isEmpty() || text.isBlank()) {
                var name = id.isEmpty() ? "number " + position : id;
                sink.invalid("memory", name, id.isEmpty() ? "has no id" : "has no text");
            } else {
                sink.add(item(memory, id, text));
            }
        });
        // The other members, count and previous, say nothing that is not in the file.
        envelope.stream()
                .filter(member -> member.startsWith("next ") && !member.equals("next null"))
                .forEach(member -> sink.skip(
                        "page", member.substring("next ".length()), "is another page, which the file does not hold"));
    }

    private static SourceItem item(ObjectNode memory, String id, String text) {
        return new SourceItem("memory", id, id)
                .text(text)
                .user(string(memory.get("user_id")))
                .agent(string(memory.get("agent_id")))
                .conversation(string(memory.get("run_id")))
                .tags(memory.path("categories")
                        .valueStream()
                        .map(SourceItem::string)
                        .toList())
                .date(memory.path("created_at"), memory.path("updated_at"))
                .raw("metadata", memory.path("metadata"))
                .others(memory, KNOWN);
    }
}
