package io.memlog.api.memory.projection;

import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;

/// What a projection last reported about a memory.
///
/// @param version the version that the report is about
public record ProjectionState(MemoryId memory, Projection projection, long version, State state, Instant at) {

    /// The state as it is when the memory is at this version: a report about an older one leaves the
    /// projection pending.
    public State at(long currentVersion) {
        return version < currentVersion ? State.PENDING : state;
    }

    /// Whether each of these projections has a final state of the memory at this version.
    public static boolean areFinal(
            Collection<Projection> projections, Map<Projection, ProjectionState> states, long version) {
        return projections.stream()
                .allMatch(projection -> states.containsKey(projection)
                        && states.get(projection).at(version).isFinal());
    }

    /// Whether a memory is in a projection.
    public enum State implements WireEnum {
        PENDING,
        STORED,
        DEAD_LETTER,
        DELETED;

        /// Whether nothing more happens to this version by itself.
        public boolean isFinal() {
            return this != PENDING;
        }
    }
}
