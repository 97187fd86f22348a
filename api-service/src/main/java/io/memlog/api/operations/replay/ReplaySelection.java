package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetter;
import io.memlog.api.operations.deadletters.DeadLetterFilter;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which letters are to be replayed: of those that are meant, the open ones, and those whose replay nobody
/// has answered for long.
///
/// @param filter          all that match are meant
/// @param letter          where given, only this one is meant
/// @param seenBy          letters that were seen first after this time are left out; null leaves out none
/// @param unansweredSince a replay that was asked for before this time counts as lost
record ReplaySelection(
        DeadLetterFilter filter,
        @Nullable DeadLetterId letter,
        @Nullable Instant seenBy,
        Instant unansweredSince) {

    /// Whether the letter may be replayed as it stands.
    boolean admits(DeadLetter found) {
        return found.state() == DeadLetterState.OPEN
                || (found.state() == DeadLetterState.REPLAYING
                        && found.changedAt().isBefore(unansweredSince));
    }
}
