package io.memlog.consumer;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.PrecomputedEmbedding;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An index that follows the log. It knows its store and nothing of Kafka; the consumer decides what to
/// apply when, and calls from as many threads as it is configured to have, never twice at once for the
/// same memory.
///
/// Any method may throw [IndexUnavailableException] when the store, or whatever the index needs besides, is
/// away, and [NonRetryableException] when the content of an event is at fault. Every call ends within a bounded
/// time, below the consumer's `revocation-wait`.
public interface ProjectionHandler {

    Projection projection();

    /// The version at which each memory is held, deleted ones included; a memory that the index does not
    /// know is absent from the answer.
    Map<MemoryKey, Long> currentVersions(Set<MemoryKey> memories);

    /// Brings the index to these changes, at most one of a memory, and returns what to report. When it
    /// returns, all are durable and a search sees them; when it throws, any part of them may have been
    /// written. Applying the same version again repairs whatever is damaged.
    List<ProjectionEvent> apply(List<MemoryChange> changes);

    /// The same, where vectors that were made of some of these very versions came along. An index that makes no
    /// vectors has no use for them.
    default List<ProjectionEvent> apply(List<MemoryChange> changes, Map<MemoryKey, PrecomputedEmbedding> carried) {
        return apply(changes);
    }

    /// What to report of memories that the index holds already, at these versions.
    List<ProjectionEvent> reportStored(Map<MemoryKey, Long> held);

    /// Removes every trace of these memories, the versions of deleted ones included.
    void erase(Set<MemoryKey> memories);

    /// Returns when [#apply] has all it needs: the store can be written and read, and whatever else it
    /// takes, such as a provider of embeddings, does its work. Throws when any of it does not; who asked to be
    /// left alone does not until that time is over.
    ///
    /// It decides whether a failure is an outage or the event's own fault, and is asked right after one. So
    /// it is cheap, uses nothing up that events need, and goes the way that events go, in a place of its own.
    void probe();
}
