package io.memlog.graph.neo4j;

import io.memlog.graph.entities.MemoryEntities;
import io.memlog.graph.entities.Mention;
import io.memlog.graph.text.MemoryDocument;
import io.memlog.schemas.memory.MemoryLog;
import java.util.List;

/// A memory ready to be stored.
///
/// @param document the memory's own text
/// @param mentions what the memory is about, each entity once
public record GraphMemory(MemoryLog memory, String document, List<Mention> mentions) {

    public GraphMemory {
        mentions = List.copyOf(mentions);
    }

    public static GraphMemory of(MemoryLog memory) {
        return new GraphMemory(memory, MemoryDocument.of(memory), MemoryEntities.of(memory));
    }
}
