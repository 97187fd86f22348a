package io.memlog.api.deadletters;

import java.time.Instant;
import java.util.Comparator;

/// One time that a letter failed.
///
/// @param replay   0 for the first time, else which replay of it
/// @param attempts how often its consumer tried
/// @param place    where it lies in the dead-letter topic
public record Failure(int replay, Instant at, Cause cause, int attempts, Place place) {

    /// A consumer that dies at the wrong moment buries a message twice: the earlier one counts.
    public static final Comparator<Failure> EARLIER =
            Comparator.comparing(Failure::at).thenComparing(Failure::place);
}
