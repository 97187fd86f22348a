package io.memlog.graph.neo4j;

import io.memlog.graph.entities.MemoryEntities;
import io.memlog.graph.entities.Mention;
import io.memlog.graph.text.MemoryDocument;
import io.memlog.schemas.memory.MemoryLog;
import java.util.List;

/// A memory with all that the graph stores of it.
///
/// @param document the texts of the memory
/// @param mentions the entities of the memory, each once
public record GraphMemory(MemoryLog memory, MemoryDocument document, List<Mention> mentions) {

    public GraphMemory {
        mentions = List.copyOf(mentions);
    }

    public static GraphMemory of(MemoryLog memory) {
        return new GraphMemory(memory, MemoryDocument.of(memory), MemoryEntities.of(memory));
    }
}
