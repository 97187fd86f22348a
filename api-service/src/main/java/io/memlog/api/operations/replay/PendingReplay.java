package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.topic.Projection;
import org.jspecify.annotations.Nullable;

/// A requested replay of a dead letter, with the message of the dead-letter topic.
///
/// @param number    the number of the replay, from 1
/// @param partition the partition of the record that failed
/// @param headers   a JSON array of `{"name","value"}`, each value in base64 or null
@SuppressWarnings("ArrayRecordComponent")
record PendingReplay(
        DeadLetterId id,
        Projection consumer,
        int number,
        int partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        String headers) {}
