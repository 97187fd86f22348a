package io.memlog.api.operations.deadletters;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Selects dead letters for a replay: the open ones, and those whose replay was not acknowledged in time. Truncated
/// ones cannot be replayed.
///
/// @param deadLetters         only these, where given
/// @param seenBy              excludes dead letters that failed first after this time; null excludes none
/// @param unacknowledgedSince a replay that was requested before this time counts as lost
public record ReplaySelection(
        DeadLetterFilter filter,
        @Nullable List<DeadLetterId> deadLetters,
        @Nullable Instant seenBy,
        Instant unacknowledgedSince) {

    /// Whether the dead letter can be replayed in its state.
    public boolean admits(DeadLetter candidate) {
        return !candidate.truncated()
                && (candidate.state() == DeadLetterState.OPEN
                        || (candidate.state() == DeadLetterState.REPLAYING
                                && candidate.snapshot().changedAt().isBefore(unacknowledgedSince)));
    }
}
