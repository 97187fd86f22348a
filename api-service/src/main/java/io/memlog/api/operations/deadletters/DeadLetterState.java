package io.memlog.api.operations.deadletters;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Where a dead letter stands.
public enum DeadLetterState {
    /// It waits for somebody to look at it.
    OPEN,
    /// It was sent to its consumer again, which has not settled it yet.
    REPLAYING,
    /// Its consumer has applied it.
    REPLAYED,
    /// There is nothing to apply any more: the memory is deleted, or the index holds something newer.
    SKIPPED,
    /// A correction took its place.
    SUPERSEDED,
    /// It failed so often that it is not replayed any more.
    PARKED,
    /// An operator has given it up.
    DISCARDED;

    /// The name in the HTTP contract and in the store.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Whether an operator may discard or correct it.
    public boolean isInOperatorsHands() {
        return this == OPEN || this == PARKED;
    }

    /// Empty when there is no such state.
    public static Optional<DeadLetterState> of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }
}
