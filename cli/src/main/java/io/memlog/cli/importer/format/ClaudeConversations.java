package io.memlog.cli.importer.format;

import static io.memlog.cli.importer.format.SourceItem.string;

import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The `conversations.json` of Claude. Each message is an item, and so is the text of each file attached to one.
final class ClaudeConversations implements ExportFormat {

    private static final Set<String> OF_CONVERSATION = Set.of("uuid", "name", "chat_messages");
    private static final Set<String> OF_MESSAGE = Set.of("uuid", "text", "content", "sender", "attachments");
    private static final Set<String> OF_ATTACHMENT = Set.of("file_name", "extracted_content");

    @Override
    public String name() {
        return "claude";
    }

    @Override
    public boolean matches(Sample start) {
        return start.hasAll("/chat_messages") || start.hasAll("chat_messages");
    }

    @Override
    public void read(SourceFile file, ItemSink sink) throws IOException, InterruptedException {
        new JsonElements(sink, null).read(file, (conversation, position) -> {
            var id = string(conversation.get("uuid"));
            var name = string(conversation.get("name"));
            if (id.isEmpty()) {
                sink.invalid("conversation", name.isBlank() ? "number " + position : name, "has no uuid");
            } else if (conversation.path("chat_messages").isEmpty()) {
                sink.skip("conversation", name.isBlank() ? id : name, "has no messages");
            } else {
                var messages = conversation.path("chat_messages");
                conversation.remove(OF_CONVERSATION);
                for (var message : messages) {
                    readMessage(message, new Conversation(id, name, conversation), sink);
                }
            }
        });
    }

    private static void readMessage(JsonNode message, Conversation conversation, ItemSink sink)
            throws InterruptedException {
        var id = string(message.get("uuid"));
        var content = MessageText.of(message.path("content"));
        var plain = string(message.get("text"));
        var text = content.isBlank() ? plain : content;
        if (id.isEmpty()) {
            sink.invalid("message", SourceItem.excerpt(text), "has no uuid");
            return;
        }
        if (text.isBlank()) {
            sink.skip("message", id, "has no text");
        } else {
            var item = new SourceItem("message", id, conversation.id(), id)
                    .title(conversation.name())
                    .text(text)
                    .agent(string(message.get("sender")))
                    .conversation(conversation.id())
                    .date(message.path("created_at"), conversation.members().path("created_at"))
                    .others(message, OF_MESSAGE)
                    .keep("content", MessageText.others(message.path("content")))
                    .keep("conversation", conversation.members());
            if (!plain.isBlank() && !plain.strip().equals(text.strip())) {
                item.keep("text", message.path("text"));
            }
            sink.add(item);
        }
        var number = 0;
        for (var attachment : message.path("attachments")) {
            readAttachment(attachment, message, conversation, number++, sink);
        }
    }

    private static void readAttachment(
            JsonNode attachment, JsonNode message, Conversation conversation, int number, ItemSink sink)
            throws InterruptedException {
        var messageId = string(message.get("uuid"));
        var name = string(attachment.get("file_name"));
        var text = string(attachment.get("extracted_content"));
        if (text.isBlank()) {
            sink.skip("attachment", name.isBlank() ? messageId : name, "has no text");
        } else {
            sink.add(new SourceItem(
                            "attachment",
                            name.isBlank() ? messageId : name,
                            conversation.id(),
                            messageId,
                            Integer.toString(number))
                    .title(name)
                    .text(text)
                    .agent(string(message.get("sender")))
                    .conversation(conversation.id())
                    .date(message.path("created_at"))
                    .others(attachment, OF_ATTACHMENT));
        }
    }

    /// @param members what else it has
    private record Conversation(String id, String name, ObjectNode members) {}
}
