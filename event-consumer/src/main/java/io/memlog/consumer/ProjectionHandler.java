package io.memlog.consumer;

import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Maintains one projection of the log in its store. It knows nothing of Kafka: the consumer decides what to
/// apply and when. Calls come from several threads, never two at once for the same memory; a call that takes too
/// long is interrupted and counts as failed.
///
/// | exception | thrown when |
/// |---|---|
/// | [IndexUnavailableException] | the store or another dependency is unavailable |
/// | [NonRetryableException] | the content of an event can never be applied |
///
/// Each call but [#prepare] and [#probe] is for memories of one tenant.
///
/// @param <P> a change that is ready to be written
public interface ProjectionHandler<P> {

    Projection projection();

    /// The stored version of each memory, deleted memories included; memories that are unknown or not stored
    /// completely are absent.
    Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories);

    /// Does everything that needs no write to the store, such as embedding. The consumer calls it while it writes
    /// other changes.
    ///
    /// @param changes at most one per memory, of any tenants
    /// @return one result per change, in their order
    List<P> prepare(List<PendingChange> changes);

    /// Applies changes and returns the progress to report. After it returns, all changes are durable and visible to
    /// a search; if it throws, any part of them may be written. Applying the same version again repairs damaged
    /// data.
    List<ProjectionEvent> write(List<P> prepared);

    /// The progress to report for memories that are already stored at these versions; nothing for those whose data
    /// is incomplete, which are then applied again.
    List<ProjectionEvent> reportStored(Map<MemoryKey, Long> versions);

    /// Removes all data of these memories, including the versions of deleted ones. The caller has made sure that no
    /// version is newer than the purge.
    void purge(Set<MemoryKey> memories);

    /// Returns when everything that writing needs works: the store accepts writes and reads, and other
    /// dependencies, such as the embedding provider, respond. Throws otherwise, and also until the
    /// `Retry-After` of a dependency has passed.
    ///
    /// The consumer calls it right after a failure, to tell an outage from a fault of the event. Therefore it
    /// is cheap, uses no quota that events need, and takes the same path as events, on data of its own.
    void probe();
}
