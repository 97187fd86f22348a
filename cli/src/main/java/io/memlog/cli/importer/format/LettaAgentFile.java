package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// An agent file of Letta, also where the JSON is in a JSON string. It holds the agents, their memory blocks, messages
/// and files; archival passages are never in it.
final class LettaAgentFile implements ExportFormat {

    private static final Set<String> OF_AGENT = Set.of("name", "description", "system", "tags", "messages");
    private static final Set<String> OF_BLOCK = Set.of("label", "value", "description", "tags");
    private static final Set<String> OF_MESSAGE = Set.of("role", "content");
    private static final Set<String> OF_FILE = Set.of("file_name", "content");

    @Override
    public String name() {
        return "letta";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("agents", "agents/name", "agents/id")
                || start.hasAll("agents", "blocks")
                || (start.text().startsWith("\"{") && start.text().contains("\\\"agents\\\""));
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        var root = parse(file.text());
        for (var name : List.of("agents", "blocks", "files")) {
            if (!root.path(name).isMissingNode() && !root.path(name).isArray()) {
                sink.invalid("member", name, "is not a list");
            }
        }
        var owners = new HashMap<String, List<String>>();
        for (var agent : root.path("agents")) {
            agent.path("block_ids")
                    .forEach(block -> owners.computeIfAbsent(string(block), _ -> new ArrayList<>())
                            .add(label(agent, "name")));
        }
        for (var agent : root.path("agents")) {
            readAgent(agent, sink);
        }
        for (var block : root.path("blocks")) {
            readBlock(block, owners.getOrDefault(string(block.get("id")), List.of()), sink);
        }
        for (var each : root.path("files")) {
            readFile(each, sink);
        }
        for (var member : List.of("groups", "sources", "tools", "mcp_servers", "skills")) {
            root.path(member).forEach(each -> sink.skip(member, label(each, "name"), "is no memory"));
        }
    }

    private static JsonNode parse(String text) throws RefusedFileException {
        try {
            var root = Json.mapper().readTree(text);
            if (root.isString()) {
                root = Json.mapper().readTree(root.stringValue());
            }
            if (!root.isObject()) {
                throw new RefusedFileException(root.isMissingNode() ? "is empty" : "is not a JSON object");
            }
            return root;
        } catch (JacksonException e) {
            throw new RefusedFileException("is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private static void readAgent(JsonNode agent, ItemSink sink) throws InterruptedException {
        var name = label(agent, "name");
        if (string(agent.get("id")).isEmpty()) {
            sink.invalid("agent", name, "has no id");
            return;
        }
        sink.add(new SourceItem("agent", name, string(agent.get("id")))
                .title(name)
                .text(string(agent.get("description")))
                .raw("system", agent.path("system"))
                .tags(texts(agent.path("tags")))
                .date(agent.path("created_at"))
                .others(agent, OF_AGENT));
        for (var message : agent.path("messages")) {
            readMessage(message, agent, sink);
        }
    }

    private static void readMessage(JsonNode message, JsonNode agent, ItemSink sink) throws InterruptedException {
        var id = string(message.get("id"));
        var role = string(message.get("role"));
        var text = MessageText.of(message.path("content"));
        if (role.equals("system")) {
            sink.skip("message", id, "is the system prompt, which is kept with its agent");
        } else if (text.isBlank()) {
            sink.skip("message", id, "has no text");
        } else if (id.isEmpty()) {
            sink.invalid("message", SourceItem.excerpt(text), "has no id");
        } else {
            var name = label(agent, "name");
            sink.add(new SourceItem("message", id, string(agent.get("id")), id)
                    .title(name)
                    .text(text)
                    .agent(role.equals("assistant") ? name : role)
                    .conversation(string(agent.get("id")))
                    .date(message.path("created_at"))
                    .others(message, OF_MESSAGE)
                    .keep("content", MessageText.others(message.path("content"))));
        }
    }

    private static void readBlock(JsonNode block, List<String> owners, ItemSink sink) throws InterruptedException {
        var label = label(block, "label");
        var value = string(block.get("value"));
        if (value.isBlank()) {
            sink.skip("block", label, "is empty");
        } else if (string(block.get("id")).isEmpty()) {
            sink.invalid("block", label, "has no id");
        } else {
            var agents = Json.mapper().createArrayNode();
            owners.forEach(agents::add);
            sink.add(new SourceItem("block", label, string(block.get("id")))
                    .title(label)
                    .text(value)
                    .agent(owners.size() == 1 ? owners.getFirst() : "")
                    .raw("agents", agents)
                    .raw("description", block.path("description"))
                    .tags(texts(block.path("tags")))
                    .date(block.path("created_at"))
                    .others(block, OF_BLOCK));
        }
    }

    private static void readFile(JsonNode file, ItemSink sink) throws InterruptedException {
        var name = label(file, "file_name");
        var content = string(file.get("content"));
        if (content.isBlank()) {
            sink.skip("file", name, "has no text");
        } else if (string(file.get("id")).isEmpty()) {
            sink.invalid("file", name, "has no id");
        } else {
            sink.add(new SourceItem("file", name, string(file.get("id")))
                    .title(name)
                    .text(content)
                    .date(file.path("created_at"))
                    .others(file, OF_FILE));
        }
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(SourceItem::string).toList();
    }

    /// The member that names an element, and else its id.
    private static String label(JsonNode object, String member) {
        var name = string(object.get(member));
        return name.isBlank() ? string(object.get("id")) : name;
    }
}
