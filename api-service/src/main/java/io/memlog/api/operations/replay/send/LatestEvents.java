package io.memlog.api.operations.replay.send;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryId;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The latest event of each memory in the log, in the order of the ids of the memories.
public interface LatestEvents {

    /// A memory in its latest version.
    ///
    /// @param type of its latest event
    record Preview(
            @JsonProperty("memory_log_id") MemoryId memory,
            long version,
            String type,
            String userId,
            String projectId) {}

    long count(LatestEventFilter filter);

    /// The first matching memories.
    List<Preview> preview(LatestEventFilter filter, int limit);

    /// The next matching memories.
    ///
    /// @param after the last memory before them; null for the first ones
    List<MemoryId> memories(LatestEventFilter filter, @Nullable MemoryId after, int limit);

    /// The latest events of the matching memories in a range, as many as fit into `maxBytes`, and at least one.
    ///
    /// @param after the last memory before the range
    /// @param upTo  the last memory of the range
    List<Event> read(LatestEventFilter filter, @Nullable MemoryId after, MemoryId upTo, int maxBytes);

    /// The latest events of the first of these memories, as many as fit into `maxBytes`, and at least one. Skips
    /// memories that the log does not know.
    List<Event> read(Collection<MemoryId> memories, int maxBytes);

    /// The latest event of a memory.
    ///
    /// @param predecessor the last words of the memory before it in its conversation, as they are now
    record Event(
            MemoryId memory,
            String eventId,
            MemoryChange change,
            @Nullable String predecessor) {}
}
