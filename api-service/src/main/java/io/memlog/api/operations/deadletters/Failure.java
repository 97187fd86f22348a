package io.memlog.api.operations.deadletters;

import java.time.Instant;
import java.util.Comparator;

/// One time that a letter failed.
///
/// @param replay   0 for the first time, else which replay of it
/// @param attempts how often its consumer tried
/// @param place    where it lies in the dead-letter topic
public record Failure(int replay, Instant at, Cause cause, int attempts, RecordPosition place) {

    private static final String INDEX_UNAVAILABLE = "index_unavailable";

    /// A consumer that dies at the wrong moment buries a message twice: the earlier one counts.
    public static final Comparator<Failure> EARLIER =
            Comparator.comparing(Failure::at).thenComparing(Failure::place);

    /// Whether it is a replay that failed by the fault of the letter; that an index was away for it is not.
    boolean isOfTheLetter() {
        return replay > 0 && !INDEX_UNAVAILABLE.equals(cause.reason());
    }
}
