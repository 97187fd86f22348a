package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tags;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The properties of a memory's node.
///
/// `keys` has a word for the tenant and for each filterable value, by which the full-text index filters; `document` has
/// the indexed text, which starts with a label of `label` characters that hits do not show; `beneath` has what lies
/// beneath its words; `first` and `last` are the bounds of the memory's date.
final class MemoryProperties {

    static final char TENANT = 't';
    static final char AGENT = 'a';
    static final char CONVERSATION = 'c';
    static final char TAG = 'g';

    /// The names of the properties of [#identity].
    static final List<String> IDENTITY = List.of("key", "id", "version", "user", "project");

    private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private MemoryProperties() {}

    /// The memory and its version: the only properties of a tombstone.
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
        properties.put("first", sortableTime(memory.date().first()));
        properties.put("last", sortableTime(memory.date().last()));
        properties.put("at", memory.updatedAt().atOffset(ZoneOffset.UTC));
        properties.put("keys", keys(graphMemory, tags));
        var document = graphMemory.document();
        properties.put("document", document.label() + document.body());
        properties.put("label", document.label().length());
        properties.put("beneath", document.beneath());
        return properties;
    }

    /// A time as text of fixed length that sorts by time, in Lucene and Cypher alike: microseconds since the year 1,
    /// the earliest date of a memory.
    static String sortableTime(Instant time) {
        return "%020d".formatted(Math.max(0, ChronoUnit.MICROS.between(YEAR_ONE, time)));
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
