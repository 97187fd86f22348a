package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// The `conversations.json` of ChatGPT. Each visible message on the current branch of a conversation is an item.
final class ChatGptConversations implements ExportFormat {

    private static final Set<String> OF_CONVERSATION = Set.of("title", "mapping");
    private static final Set<String> OF_MESSAGE = Set.of("id", "author", "content", "create_time");

    /// Members of a message's content that hold a text, beside `parts`.
    private static final List<String> TEXT_MEMBERS = List.of("text", "result", "content");

    @Override
    public String name() {
        return "chatgpt";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("/mapping") || start.hasAll("mapping");
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        new JsonElements(sink, null)
                .read(file, (conversation, position) -> readConversation(conversation, position, sink));
    }

    private static void readConversation(ObjectNode conversation, long position, ItemSink sink)
            throws InterruptedException {
        var mapping = conversation.path("mapping");
        var title = string(conversation.get("title"));
        var id = Stream.of("conversation_id", "id")
                .map(member -> string(conversation.get(member)))
                .filter(each -> !each.isEmpty())
                .findFirst()
                // Older exports have no id; the root of the tree is the same in each of them.
                .orElseGet(() -> rootOf(mapping));
        if (!mapping.isObject() || mapping.isEmpty() || id.isEmpty()) {
            sink.invalid("conversation", title.isBlank() ? "number " + position : title, "has no messages");
            return;
        }
        var branch = branch(mapping, string(conversation.get("current_node")));
        var date = earliest(mapping, conversation.path("create_time"));
        conversation.remove(OF_CONVERSATION);
        var onBranch = new HashSet<>(branch);
        mapping.propertyStream()
                .filter(node -> !onBranch.contains(node.getKey())
                        && !node.getValue().path("message").isNull()
                        && !node.getValue().path("message").isMissingNode())
                .forEach(node -> sink.skip("message", node.getKey(), "is on another branch than the current one"));
        for (var node : branch) {
            var message = mapping.path(node).path("message");
            if (message instanceof ObjectNode object) {
                var time = object.path("create_time");
                date = time.isNumber() && time.doubleValue() > 0 ? time : date;
                var parent = mapping.path(node).path("parent");
                readMessage(object, node, parent, new Conversation(id, title, conversation), date, sink);
            }
        }
    }

    private static void readMessage(
            ObjectNode message, String node, JsonNode parent, Conversation conversation, JsonNode date, ItemSink sink)
            throws InterruptedException {
        var content = message.path("content");
        var text = text(content);
        if (isHidden(message)) {
            sink.skip("message", node, "is hidden");
        } else if (text.isBlank()) {
            sink.skip("message", node, "has no text (" + string(content.get("content_type")) + ")");
        } else {
            sink.add(new SourceItem("message", node, conversation.id(), node)
                    .title(conversation.title())
                    .text(text)
                    .agent(author(message.path("author")))
                    .conversation(conversation.id())
                    .date(date)
                    .others(message, OF_MESSAGE)
                    .keep("author", message.path("author"))
                    .keep("create_time", message.path("create_time"))
                    .keep("content", withoutTexts(content))
                    .keep("parent", parent)
                    .keep("conversation", conversation.members()));
        }
    }

    /// From the root to the current node; without one, along the last answers.
    private static List<String> branch(JsonNode mapping, String current) {
        var branch = new ArrayList<String>();
        var seen = new HashSet<String>();
        for (var node = mapping.has(current) ? current : lastLeaf(mapping);
                mapping.has(node) && seen.add(node);
                node = string(mapping.path(node).get("parent"))) {
            branch.addFirst(node);
        }
        return branch;
    }

    private static String lastLeaf(JsonNode mapping) {
        var seen = new HashSet<String>();
        var node = rootOf(mapping);
        for (var next = node; mapping.has(next) && seen.add(next); next = lastChild(mapping.path(next))) {
            node = next;
        }
        return node;
    }

    private static String lastChild(JsonNode node) {
        var children = node.path("children");
        return children.isEmpty() ? "" : string(children.path(children.size() - 1));
    }

    private static String rootOf(JsonNode mapping) {
        return mapping.propertyStream()
                .filter(node -> !mapping.has(string(node.getValue().get("parent"))))
                .map(node -> node.getKey())
                .findFirst()
                .orElse("");
    }

    /// The date of messages that have none and follow none.
    private static JsonNode earliest(JsonNode mapping, JsonNode ofConversation) {
        return mapping.valueStream()
                .map(node -> node.path("message").path("create_time"))
                .filter(time -> time.isNumber() && time.doubleValue() > 0)
                .min(Comparator.comparing(JsonNode::decimalValue))
                .orElse(ofConversation.isNumber() ? ofConversation : MissingNode.getInstance());
    }

    private static boolean isHidden(JsonNode message) {
        var metadata = message.path("metadata");
        return metadata.path("is_visually_hidden_from_conversation").asBoolean(false)
                || string(message.path("author").get("role")).equals("system");
    }

    private static String author(JsonNode author) {
        var name = string(author.get("name"));
        return name.isBlank() ? string(author.get("role")) : name;
    }

    private static String text(JsonNode content) {
        var parts = MessageText.of(content.path("parts"));
        return parts.isBlank()
                ? TEXT_MEMBERS.stream()
                        .map(member -> string(content.get(member)))
                        .filter(text -> !text.isBlank())
                        .collect(Collectors.joining("\n\n"))
                : parts;
    }

    private static JsonNode withoutTexts(JsonNode content) {
        if (!(content.deepCopy() instanceof ObjectNode rest)) {
            return content;
        }
        if (MessageText.of(content.path("parts")).isBlank()) {
            rest.remove(TEXT_MEMBERS);
        } else {
            rest.set("parts", MessageText.others(content.path("parts")));
        }
        return rest;
    }

    /// @param members what else it has
    private record Conversation(String id, String title, ObjectNode members) {}
}
