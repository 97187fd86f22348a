package io.memlog.consumer;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.PrecomputedEmbedding;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Maintains one projection of the log in its store. It knows nothing of Kafka: the consumer decides what to
/// apply and when. Calls come from as many threads as `memlog.consumer.threads`, never two at once for the
/// same memory.
///
/// | exception | thrown when |
/// |---|---|
/// | [IndexUnavailableException] | the store or another dependency is unavailable |
/// | [NonRetryableException] | the content of an event can never be applied |
///
/// Every call ends within a bounded time below `memlog.consumer.revocation-timeout`.
public interface ProjectionHandler {

    Projection projection();

    /// The stored version of each memory, deleted memories included; unknown memories are absent.
    Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories);

    /// Applies changes, at most one per memory, and returns the progress to report. After it returns, all
    /// changes are durable and visible to a search; if it throws, any part of them may be written. Applying
    /// the same version again repairs damaged data.
    List<ProjectionEvent> apply(List<MemoryChange> changes);

    /// The same, with vectors that were computed before for some of these versions. A projection without
    /// vectors ignores them.
    default List<ProjectionEvent> apply(List<MemoryChange> changes, Map<MemoryKey, PrecomputedEmbedding> precomputed) {
        return apply(changes);
    }

    /// The progress to report for memories that are already stored at these versions.
    List<ProjectionEvent> reportStored(Map<MemoryKey, Long> versions);

    /// Removes all data of these memories, including the versions of deleted ones.
    void purge(Set<MemoryKey> memories);

    /// Returns when everything that [#apply] needs works: the store accepts writes and reads, and other
    /// dependencies, such as the embedding provider, respond. Throws otherwise, and also until the
    /// `Retry-After` of a dependency has passed.
    ///
    /// The consumer calls it right after a failure, to tell an outage from a fault of the event. Therefore it
    /// is cheap, uses no quota that events need, and takes the same path as events, on data of its own.
    void probe();
}
