package io.memlog.api.deadletters;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dead letters as they stand.
public interface DeadLetters {

    /// What matches, newest first.
    ///
    /// @param behind only what follows this one, where given
    List<DeadLetter> list(DeadLetterFilter filter, @Nullable Mark behind, int limit);

    /// What matches by consumer and cause, the largest groups first.
    List<Group> groups(DeadLetterFilter filter, int most);

    Optional<Whole> find(LetterId letter);

    /// How many letters are open, replaying or parked.
    DeadLetterCounts count();

    /// The place of a letter in a list.
    record Mark(Instant firstSeen, LetterId id) {}

    /// Letters of one cause.
    ///
    /// @param example one of them
    record Group(
            String id,
            DeadLetter example,
            String causeText,
            long count,
            Map<LetterState, Long> byState,
            Instant firstSeen,
            Instant lastSeen) {}

    /// A letter with its message and everything that is known of it.
    record Whole(DeadLetter letter, String stack, BuriedMessage message, Past past) {}
}
