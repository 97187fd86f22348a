package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.UUID;

/// A consumer has handled a replayed dead letter: it has applied its event, or the index holds a newer version.
///
/// @param version    of the memory in the dead letter's event; 1 when it is unknown
/// @param deadLetter the id of the dead letter
/// @param replay     the number of its replay, from 1
public record ProjectionReplayed(
        Projection projection,
        @JsonUnwrapped MemoryKey key,
        long version,
        UUID deadLetter,
        int replay,
        ReplayOutcome outcome,
        Instant at)
        implements ProjectionEvent {

    static final String SUFFIX = "replayed";

    /// `vector.replayed` or `graph.replayed`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }
}
