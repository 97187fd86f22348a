package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The vectors of memories, separated by user and project.
///
/// A deleted memory leaves a tombstone with its version, which searches never return. Every call is bounded
/// in time, and may throw [io.memlog.consumer.IndexUnavailableException] when the store is unavailable or
/// holds vectors of another model, and [io.memlog.consumer.NonRetryableException] when it rejects its input.
public interface VectorIndex {

    /// The stored version of each memory, deleted ones included; unknown memories are absent. A deletion
    /// counts only when no record of the memory is left.
    Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories);

    /// The stored content of these memories; unknown and incomplete ones are absent.
    Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories);

    /// Replaces the stored content of these memories. Returns the ones that are not stored because they were
    /// deleted at the same version or later, with the version of their deletion.
    Map<MemoryKey, Long> store(List<EmbeddedMemory> memories);

    /// Removes these memories and stores a tombstone with the version of each deletion.
    void delete(Map<MemoryKey, Long> versions);

    /// Removes every record and tombstone of these memories.
    void purge(Set<MemoryKey> memories);

    /// The memories nearest to the vector of a query, nearest first, each with its best chunk only. The score is the
    /// similarity, from 0 (opposite) to 1 (same direction).
    List<IndexHit> nearest(Embedding vector, IndexQuery query);

    /// These memories of a tenant as far as they are stored, each with its best chunk only, nearest first.
    List<IndexHit> score(Embedding vector, Tenant tenant, Set<MemoryId> memories);

    /// Returns if the store can be written and read.
    void probe();
}
