package io.memlog.api.operations.deadletters;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The state of a dead letter.
public enum DeadLetterState {
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

    /// The name in the HTTP contract and in the store.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether an operator may discard or correct it.
    boolean isActionable() {
        return this == OPEN || this == PARKED;
    }

    /// Empty for an unknown name.
    public static Optional<DeadLetterState> of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }
}
