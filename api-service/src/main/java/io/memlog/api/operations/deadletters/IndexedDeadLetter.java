package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;

/// A message of a dead-letter topic, read.
///
/// @param stack     the exception's stack trace
/// @param causeText what the letters of one group have in common
public record IndexedDeadLetter(
        DeadLetterId id,
        Projection consumer,
        Failure failure,
        String stack,
        String causeText,
        String group,
        EventSubject subject,
        OriginalRecord origin,
        RawRecord message) {}
