package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// An index holds this version of a memory, and searches find it.
public record ProjectionStored(
        Projection projection, @JsonUnwrapped MemoryKey key, long version, Instant at) implements ProjectionEvent {

    static final String SUFFIX = "stored";

    /// `vector.stored` or `graph.stored`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }
}
