package io.memlog.api.operations.deadletters;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All failures and events of a dead letter.
///
/// @param failures by the number of the replay, 0 for the first failure; at least one
record DeadLetterHistory(SortedMap<Integer, Failure> failures, List<TimestampedEvent> events) {

    record TimestampedEvent(DeadLetterEvent event, Instant at) {}

    DeadLetterHistory {
        if (failures.isEmpty()) {
            throw new IllegalArgumentException("a dead letter has failed at least once");
        }
        failures = Collections.unmodifiableSortedMap(failures);
        events = List.copyOf(events);
    }

    /// @param failures in any order, duplicates included
    static DeadLetterHistory of(Collection<Failure> failures, Collection<TimestampedEvent> events) {
        return new DeadLetterHistory(distinct(failures), List.copyOf(events));
    }

    /// The earliest failure of each replay.
    static SortedMap<Integer, Failure> distinct(Collection<Failure> failures) {
        return failures.stream()
                .collect(Collectors.toMap(
                        Failure::replay, Function.identity(), BinaryOperator.minBy(Failure.ORDER), TreeMap::new));
    }

    /// The failure that carries the origin.
    Failure first() {
        return failures.sequencedValues().getFirst();
    }

    /// The failure that carries the current content.
    Failure last() {
        return failures.sequencedValues().getLast();
    }
}
