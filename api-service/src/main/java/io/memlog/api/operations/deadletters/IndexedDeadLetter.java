package io.memlog.api.operations.deadletters;

import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// A record of a dead-letter topic, parsed for the index.
///
/// @param stack     the exception's stack trace
/// @param causeText the error fingerprint that the dead letters of a group share
/// @param key       byte for byte, like the value
/// @param truncated whether the value is only the beginning of that of the message that failed
/// @param headers   a JSON array of `{"name","value"}`, each value in base64
@SuppressWarnings("ArrayRecordComponent")
public record IndexedDeadLetter(
        DeadLetterId id,
        Projection consumer,
        Failure failure,
        String stack,
        String causeText,
        String group,
        EventSubject subject,
        OriginalRecord origin,
        byte @Nullable [] key,
        byte @Nullable [] value,
        boolean truncated,
        String headers) {}
