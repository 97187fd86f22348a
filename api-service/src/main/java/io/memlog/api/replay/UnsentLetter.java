package io.memlog.api.replay;

import io.memlog.api.deadletters.LetterId;
import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// A letter that is to be sent to its consumer again, with its message as it lay in the dead-letter topic.
///
/// @param replay    the number of the replay, from 1
/// @param partition where the message stood when it failed
/// @param headers   a JSON array of `{"name","value"}`, each value in base64 or null
@SuppressWarnings("ArrayRecordComponent")
public record UnsentLetter(
        LetterId id,
        Projection consumer,
        int replay,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String headers) {}
