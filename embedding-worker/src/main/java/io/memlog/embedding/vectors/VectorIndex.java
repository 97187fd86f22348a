package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.MemoryKey;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The vectors of memories, kept apart by user and project.
///
/// A deleted memory leaves its version behind, where no search sees it. Every call is bounded in time, and
/// may throw [io.memlog.consumer.IndexUnavailableException] when the store is away or holds the vectors of
/// another model, and [io.memlog.consumer.NonRetryableException] when it refuses what it was given.
public interface VectorIndex {

    /// The version at which each memory is held, deleted ones included; unknown ones are absent. A deletion
    /// counts only when nothing of the memory is left to be found.
    Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories);

    /// What is held of these memories; unknown and incomplete ones are absent.
    Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories);

    /// Stores these memories instead of what was held of them. Returns those that stay away because they
    /// were deleted at the same version or later, with the version of their deletion.
    Map<MemoryKey, Long> store(List<EmbeddedMemory> memories);

    /// Removes these memories and keeps the version at which each was deleted.
    void delete(Map<MemoryKey, Long> versions);

    /// Removes every trace of these memories.
    void purge(Set<MemoryKey> memories);

    /// The memories nearest to a vector, nearest first, each once with its best piece of text.
    List<VectorHit> nearest(VectorQuery query);

    /// Returns when the store can be written and read.
    void probe();
}
