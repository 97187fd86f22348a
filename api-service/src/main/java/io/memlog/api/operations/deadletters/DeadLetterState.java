package io.memlog.api.operations.deadletters;

import io.memlog.schemas.json.WireEnum;

/// The state of a dead letter.
public enum DeadLetterState implements WireEnum {
    /// It waits for an operator.
    OPEN,
    /// It was sent to its consumer again, which has not reported a result.
    REPLAYING,
    /// Its consumer has applied it.
    REPLAYED,
    /// Nothing is left to apply: the memory is deleted, or the index holds a newer version.
    SKIPPED,
    /// A correction replaced it.
    SUPERSEDED,
    /// Too many replays failed; it is not replayed again.
    PARKED,
    /// An operator discarded it.
    DISCARDED;

    /// Whether an operator may discard or correct it.
    boolean isActionable() {
        return this == OPEN || this == PARKED;
    }
}
