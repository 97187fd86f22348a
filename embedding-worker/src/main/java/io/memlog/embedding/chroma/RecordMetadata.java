package io.memlog.embedding.chroma;

import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The metadata of a record. Chroma supports only strings, numbers and booleans, so every tag is a member of
/// its own, and times are microseconds since 1970.
final class RecordMetadata {

    static final String MEMORY = "memory";
    static final String VERSION = "version";
    static final String CHUNK = "chunk";
    static final String CHUNKS = "chunks";
    static final String MODEL = "model";
    static final String AGENT = "agent";
    static final String CONVERSATION = "conversation_id";
    static final String DATE_FROM = "date_from";
    static final String DATE_TO = "date_to";

    private static final String TASK = "task";
    private static final String DATE = "date";
    private static final String TAG = "tag:";

    /// Only the first chunk of a memory carries more tags than this.
    private static final int MAX_TAGS_PER_CHUNK = 64;

    /// A record with 5,461 members permanently breaks its collection in Chroma. Tags beyond the limit are
    /// still found by the graph and by lists.
    private static final int MAX_TAGS_PER_MEMORY = 5_000;

    private RecordMetadata() {}

    static String tag(String tag) {
        return TAG + tag;
    }

    static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }

    /// @param existing the current metadata of the record; its members that disappear are set to null
    static Map<String, @Nullable Object> of(EmbeddedMemory memory, int chunk, @Nullable JsonNode existing) {
        Map<String, @Nullable Object> metadata = new HashMap<>();
        if (existing != null) {
            existing.propertyNames().forEach(name -> metadata.put(name, null));
        }
        metadata.put(MEMORY, memory.key().id().value());
        metadata.put(VERSION, memory.version());
        metadata.put(CHUNK, chunk);
        metadata.put(CHUNKS, memory.chunks().size());
        metadata.put(MODEL, memory.model());
        addAttributes(metadata, memory.memory(), chunk);
        return metadata;
    }

    private static void addAttributes(Map<String, @Nullable Object> metadata, MemoryLog memory, int chunk) {
        metadata.put(TASK, memory.task());
        metadata.put(DATE, memory.date().text());
        metadata.put(DATE_FROM, micros(memory.date().first()));
        metadata.put(DATE_TO, micros(memory.date().last()));
        if (memory.agent() != null) {
            metadata.put(AGENT, memory.agent());
        }
        if (memory.conversationId() != null) {
            metadata.put(CONVERSATION, memory.conversationId());
        }
        tagsOn(chunk, Tags.of(memory.rawData())).forEach(tag -> metadata.put(tag(tag), true));
    }

    private static List<String> tagsOn(int chunk, List<String> tags) {
        var max = chunk == 0 ? MAX_TAGS_PER_MEMORY : MAX_TAGS_PER_CHUNK;
        return tags.subList(0, Math.min(max, tags.size()));
    }
}
