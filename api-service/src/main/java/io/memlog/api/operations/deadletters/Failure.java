package io.memlog.api.operations.deadletters;

import java.time.Instant;
import java.util.Comparator;

/// One failure of a dead letter.
///
/// @param replay   0 for the first failure, otherwise the number of the replay that failed
/// @param attempts how often the consumer tried
/// @param position of the record in the dead-letter topic
public record Failure(int replay, Instant at, Cause cause, int attempts, RecordPosition position) {

    /// A consumer that crashes after publishing dead-letters a record twice: the earlier one counts.
    static final Comparator<Failure> ORDER = Comparator.comparing(Failure::at).thenComparing(Failure::position);

    private static final String INDEX_UNAVAILABLE = "index_unavailable";

    /// Whether the message itself made a replay fail; a replay that met an unavailable index does not count.
    boolean isFailedReplay() {
        return replay > 0 && !INDEX_UNAVAILABLE.equals(cause.reason());
    }

    /// @param reason    the stable code of the failure, such as `undecodable`
    /// @param exception the class of the exception
    /// @param message   the exception's message
    public record Cause(String reason, String exception, String message) {

        /// The reason of a dead letter that states none, such as one of another system.
        public static final String UNCLASSIFIED = "unclassified";
    }
}
