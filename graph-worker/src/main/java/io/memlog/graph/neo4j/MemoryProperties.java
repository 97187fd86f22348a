package io.memlog.graph.neo4j;

import io.memlog.graph.text.Tokens;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tags;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the node of a memory carries.
final class MemoryProperties {

    /// Kinds of words in the `keys` of a node, by which the full-text index filters.
    static final char TENANT = 't';

    static final char AGENT = 'a';
    static final char CONVERSATION = 'c';
    static final char TAG = 'g';

    /// The names of what [#identity] gives.
    static final List<String> IDENTITY = List.of("key", "id", "version", "user", "project");

    private MemoryProperties() {}

    /// Which version of which memory it is: all that is kept of a deleted one.
    static Map<String, Object> identity(MemoryKey memory, long version) {
        return Map.of(
                "key", NodeKeys.memory(memory),
                "id", memory.id().value(),
                "version", version,
                "user", memory.tenant().userId(),
                "project", memory.tenant().projectId());
    }

    static Map<String, @Nullable Object> of(GraphMemory graphMemory) {
        var memory = graphMemory.memory();
        var tags = Tags.of(memory.rawData());
        Map<String, @Nullable Object> properties = new HashMap<>();
        properties.putAll(identity(memory.key(), memory.version()));
        properties.put("mentions", graphMemory.mentions().size());
        properties.put("task", memory.task());
        properties.put("agent", memory.agent());
        properties.put("conversation", memory.conversationId());
        properties.put("tags", tags);
        properties.put("first", Timestamps.text(memory.date().first()));
        properties.put("last", Timestamps.text(memory.date().last()));
        properties.put("at", memory.updatedAt().atOffset(ZoneOffset.UTC));
        properties.put("keys", keys(graphMemory, tags));
        properties.put("document", graphMemory.document());
        properties.put("beneath", Tokens.subTokens(graphMemory.document()));
        return properties;
    }

    private static String keys(GraphMemory graphMemory, List<String> tags) {
        var memory = graphMemory.memory();
        List<String> keys = new ArrayList<>();
        keys.add(NodeKeys.word(TENANT, NodeKeys.tenant(memory.tenant())));
        if (memory.agent() != null) {
            keys.add(NodeKeys.word(AGENT, memory.agent()));
        }
        if (memory.conversationId() != null) {
            keys.add(NodeKeys.word(CONVERSATION, memory.conversationId()));
        }
        tags.forEach(tag -> keys.add(NodeKeys.word(TAG, tag)));
        return String.join(" ", keys);
    }
}
