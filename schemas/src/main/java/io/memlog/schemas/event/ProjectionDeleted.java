package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// An index has deleted the memory and stores the version of the deletion.
public record ProjectionDeleted(
        Projection projection, @JsonUnwrapped MemoryKey key, long version, Instant at) implements ProjectionEvent {

    static final String SUFFIX = "deleted";

    /// `vector.deleted` or `graph.deleted`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }
}
