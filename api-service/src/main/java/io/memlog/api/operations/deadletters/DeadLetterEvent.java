package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an operator or the system did about a dead letter. Each can happen once to a letter; replays are told
/// apart by their number, from 1.
public sealed interface DeadLetterEvent {

    DeadLetterId letter();

    /// It is sent to its consumer again.
    ///
    /// @param job on whose behalf
    record ReplayRequested(
            DeadLetterId letter,
            Projection consumer,
            @Nullable UUID job,
            int replay) implements DeadLetterEvent {}

    /// Its consumer has applied it.
    record Replayed(DeadLetterId letter, int replay) implements DeadLetterEvent {}

    /// There was nothing to apply any more.
    ///
    /// @param replay null when that was seen before it was sent
    record Skipped(DeadLetterId letter, @Nullable Integer replay, String why) implements DeadLetterEvent {}

    /// An operator has given it up.
    record Discarded(DeadLetterId letter, String reason) implements DeadLetterEvent {}

    /// A correction took its place.
    ///
    /// @param version of the memory, which the correction made
    record Superseded(DeadLetterId letter, long version, String reason) implements DeadLetterEvent {}
}
