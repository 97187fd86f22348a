package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// A letter that is to be sent to its consumer again, with its message as it lay in the dead-letter topic.
///
/// @param replay    the number of the replay, from 1
/// @param partition where the message stood when it failed
/// @param headers   a JSON array of `{"name","value"}`, each value in base64 or null
@SuppressWarnings("ArrayRecordComponent")
record PendingReplay(
        DeadLetterId id,
        Projection consumer,
        int replay,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String headers) {}
