package io.memlog.api.operations.deadletters;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All that is known of a letter.
///
/// @param failures by the number of the replay, 0 being the first time; at least one
record DeadLetterHistory(SortedMap<Integer, Failure> failures, List<TimestampedEvent> events) {

    public DeadLetterHistory {
        if (failures.isEmpty()) {
            throw new IllegalArgumentException("a letter has failed at least once");
        }
        failures = Collections.unmodifiableSortedMap(failures);
        events = List.copyOf(events);
    }

    /// @param failures in any order and however often
    public static DeadLetterHistory of(Collection<Failure> failures, Collection<TimestampedEvent> events) {
        var eachOnce = failures.stream()
                .collect(Collectors.toMap(
                        Failure::replay, Function.identity(), BinaryOperator.minBy(Failure.EARLIER), TreeMap::new));
        return new DeadLetterHistory(eachOnce, List.copyOf(events));
    }

    /// The failure that says where the letter comes from.
    public Failure first() {
        return failures.sequencedValues().getFirst();
    }

    /// The failure that says how the letter is at present.
    public Failure last() {
        return failures.sequencedValues().getLast();
    }
}
