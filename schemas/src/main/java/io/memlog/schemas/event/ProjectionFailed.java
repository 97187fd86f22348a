package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// An index could not apply this version of a memory; its event is a dead letter of the consumer.
///
/// @param reason a stable code, such as `undecodable`
/// @param detail the error message
public record ProjectionFailed(
        Projection projection, @JsonUnwrapped MemoryKey key, long version, String reason, String detail, Instant at)
        implements ProjectionEvent {

    static final String SUFFIX = "failed";

    /// `vector.failed` or `graph.failed`.
    @Override
    public String type() {
        return projection.wireName() + "." + SUFFIX;
    }
}
