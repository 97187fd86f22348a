package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;

/// A dead letter without its message.
///
/// @param group the dead letters of one consumer with the same cause
/// @param cause of the last failure
/// @param truncated whether it holds only the beginning of the message that failed
public record DeadLetter(
        DeadLetterId id,
        Projection consumer,
        String group,
        Failure.Cause cause,
        EventSubject subject,
        OriginalRecord origin,
        boolean truncated,
        DeadLetterSnapshot snapshot) {

    public DeadLetterState state() {
        return snapshot.state();
    }
}
