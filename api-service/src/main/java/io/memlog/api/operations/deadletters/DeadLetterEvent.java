package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an operator or the system did about a dead letter. Each happens at most once per dead letter and replay.
public sealed interface DeadLetterEvent {

    DeadLetterId deadLetter();

    /// The number of the replay, from 1; 0 for an event that belongs to no replay.
    default int replay() {
        return 0;
    }

    /// A replay to its consumer is requested.
    ///
    /// @param job that requested it
    record ReplayRequested(
            DeadLetterId deadLetter,
            Projection consumer,
            @Nullable UUID job,
            int replay) implements DeadLetterEvent {}

    /// The consumer has applied the replay.
    record Replayed(DeadLetterId deadLetter, int replay) implements DeadLetterEvent {}

    /// Nothing was left to apply.
    ///
    /// @param replay 0 when that was known before sending
    record Skipped(DeadLetterId deadLetter, int replay, String why) implements DeadLetterEvent {}

    /// An operator discarded it.
    record Discarded(DeadLetterId deadLetter, String reason) implements DeadLetterEvent {}

    /// A correction replaced it.
    ///
    /// @param version of the memory that the correction created
    record Superseded(DeadLetterId deadLetter, long version, String reason) implements DeadLetterEvent {}
}
