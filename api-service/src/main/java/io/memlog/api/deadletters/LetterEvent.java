package io.memlog.api.deadletters;

import io.memlog.schemas.topic.Projection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an operator or the system did about a dead letter. Each can happen once to a letter; replays are told
/// apart by their number, from 1.
public sealed interface LetterEvent {

    LetterId letter();

    /// It is sent to its consumer again.
    ///
    /// @param job on whose behalf
    record ReplayRequested(
            LetterId letter, Projection consumer, @Nullable UUID job, int replay) implements LetterEvent {}

    /// Its consumer has applied it.
    record Replayed(LetterId letter, int replay) implements LetterEvent {}

    /// There was nothing to apply any more.
    ///
    /// @param replay null when that was seen before it was sent
    record Skipped(LetterId letter, @Nullable Integer replay, String why) implements LetterEvent {}

    /// An operator has given it up.
    record Discarded(LetterId letter, String reason) implements LetterEvent {}

    /// A correction took its place.
    ///
    /// @param version of the memory, which the correction made
    record Superseded(LetterId letter, long version, String reason) implements LetterEvent {}
}
