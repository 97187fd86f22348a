package io.memlog.api.operations.replay;

import io.memlog.api.operations.deadletters.DeadLetter;
import java.util.UUID;

/// A letter's place in the order of the replay: memory by memory, as their events came.
///
/// @param memory  0 where it is not known
/// @param version 0 where it is not known
record ReplayOrderKey(long memory, long version, String topic, int partition, long offset, UUID letter) {

    static ReplayOrderKey of(DeadLetter letter) {
        var subject = letter.subject();
        var place = letter.origin().place();
        return new ReplayOrderKey(
                subject.memory() == null ? 0 : subject.memory().value(),
                subject.version() == null ? 0 : subject.version(),
                place.topic(),
                place.partition(),
                place.offset(),
                letter.id().value());
    }
}
