package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;

/// A dead letter without its message.
///
/// @param group the dead letters of one consumer with the same cause
/// @param cause of the last failure
public record DeadLetter(
        DeadLetterId id,
        Projection consumer,
        String group,
        Failure.Cause cause,
        EventSubject subject,
        OriginalRecord origin,
        DeadLetterSnapshot snapshot) {

    public DeadLetterState state() {
        return snapshot.state();
    }
}
