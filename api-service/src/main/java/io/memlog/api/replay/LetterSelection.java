package io.memlog.api.replay;

import io.memlog.api.deadletters.DeadLetter;
import io.memlog.api.deadletters.DeadLetterFilter;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.LetterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which letters are to be replayed: of those that are meant, the open ones, and those whose replay nobody
/// has answered for long.
///
/// @param filter          all that match are meant
/// @param letter          where given, only this one is meant
/// @param seenBy          letters that were seen first after this time are left out; null leaves out none
/// @param unansweredSince a replay that was asked for before this time counts as lost
public record LetterSelection(
        DeadLetterFilter filter,
        @Nullable LetterId letter,
        @Nullable Instant seenBy,
        Instant unansweredSince) {

    /// Whether the letter may be replayed as it stands.
    boolean admits(DeadLetter found) {
        return found.state() == LetterState.OPEN
                || (found.state() == LetterState.REPLAYING && found.changedAt().isBefore(unansweredSince));
    }
}
