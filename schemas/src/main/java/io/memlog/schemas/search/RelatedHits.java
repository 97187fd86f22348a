package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import java.util.List;

/// The memories and entities that are related to a memory.
///
/// @param memories closest first, without the memory itself
/// @param entities the entities of the memory itself
public record RelatedHits(List<RelatedMemory> memories, List<RelatedEntity> entities) {

    public RelatedHits {
        memories = List.copyOf(memories);
        entities = List.copyOf(entities);
    }

    /// A memory that shares entities with the queried one.
    ///
    /// @param via the names of the shared entities, the most relevant first
    public record RelatedMemory(
            @JsonProperty("memory_log_id") MemoryId memory, String task, List<String> via) {

        public RelatedMemory {
            via = List.copyOf(via);
        }
    }

    /// An entity of a memory.
    ///
    /// @param type     such as `file` or `issue`
    /// @param relation how the memory relates to it, such as `touches`
    public record RelatedEntity(String type, String name, String relation) {}
}
