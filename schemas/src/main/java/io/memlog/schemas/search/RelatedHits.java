package io.memlog.schemas.search;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryId;
import java.util.List;

/// The memories related to a memory, and its entities.
///
/// @param memories most related first, without the memory itself
/// @param entities the memory's own entities
public record RelatedHits(List<RelatedMemory> memories, List<RelatedEntity> entities) {

    public RelatedHits {
        memories = List.copyOf(memories);
        entities = List.copyOf(entities);
    }

    /// A memory that shares entities with the queried one.
    ///
    /// @param via the names of the shared entities, most significant first
    public record RelatedMemory(
            @JsonProperty("memory_log_id") MemoryId memory, String task, List<String> via) {

        public RelatedMemory {
            via = List.copyOf(via);
        }
    }

    /// An entity of a memory.
    ///
    /// @param type     such as `file` or `issue`
    /// @param relation the memory's relation to it, such as `touches`
    public record RelatedEntity(String type, String name, String relation) {}
}
