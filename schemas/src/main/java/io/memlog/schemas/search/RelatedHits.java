package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import java.util.List;

/// What the graph knows around a memory.
///
/// @param memories the closest first, without the memory itself
/// @param entities what the memory itself is about
public record RelatedHits(List<RelatedMemory> memories, List<RelatedEntity> entities) {

    public RelatedHits {
        memories = List.copyOf(memories);
        entities = List.copyOf(entities);
    }

    /// A memory that shares entities with the one asked about.
    ///
    /// @param via the names of what they share, the most telling first
    public record RelatedMemory(
            @JsonProperty("memory_log_id") MemoryId memory, String task, List<String> via) {

        public RelatedMemory {
            via = List.copyOf(via);
        }
    }

    /// Something that a memory is about.
    ///
    /// @param type     such as `file` or `issue`
    /// @param relation how the memory relates to it, such as `touches`
    public record RelatedEntity(String type, String name, String relation) {}
}
