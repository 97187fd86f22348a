package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedQuery;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Memories, what they are about and the words they are told in, kept apart by user and project.
///
/// A deleted memory leaves its version behind, where no search sees it. Every call is bounded in time, and
/// may throw [io.memlog.consumer.IndexUnavailableException] when the store is away, and
/// [io.memlog.consumer.NonRetryableException] when it refuses what it was given.
public interface MemoryGraph {

    /// What is held of these memories; unknown ones are absent.
    Map<MemoryKey, StoredVersion> read(Set<MemoryKey> memories);

    /// Stores these memories instead of what was held of them, unless that is newer. Returns what is held
    /// of each afterwards.
    Map<MemoryKey, StoredVersion> store(List<GraphMemory> memories);

    /// Removes these memories, unless what is held is newer, and keeps the version at which each was
    /// deleted. Returns what is held of each afterwards.
    Map<MemoryKey, StoredVersion> delete(Map<MemoryKey, Long> versions);

    /// Removes every trace of these memories.
    void erase(Set<MemoryKey> memories);

    /// The memories that are told in the words of a query, best first.
    List<IndexHit> byText(IndexQuery query);

    /// The memories that are about what a query names, best first.
    List<IndexHit> byEntities(IndexQuery query);

    /// The memories that are about the same as this one, and what that is.
    RelatedHits related(RelatedQuery query);

    /// Returns when the store is set up and can be written and read.
    void probe();
}
