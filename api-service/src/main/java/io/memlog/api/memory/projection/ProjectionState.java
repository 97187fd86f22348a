package io.memlog.api.memory.projection;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;

/// What an index last reported about a memory.
///
/// @param version the version that the report is about
public record ProjectionState(MemoryId memory, Projection projection, long version, State state, Instant at) {

    /// The state as it is when the memory is at this version: a report about an older one leaves the index
    /// pending.
    public State at(long currentVersion) {
        return version < currentVersion ? State.PENDING : state;
    }

    /// Where a memory stands in an index.
    public enum State {
        PENDING,
        STORED,
        DEAD_LETTER,
        DELETED;

        /// The name in the HTTP contract and in the store.
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        public static State parse(String name) {
            return valueOf(name.toUpperCase(java.util.Locale.ROOT));
        }

        /// Whether nothing more will happen to this version by itself.
        public boolean isFinal() {
            return this != PENDING;
        }
    }
}
