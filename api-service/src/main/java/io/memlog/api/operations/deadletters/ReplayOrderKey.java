package io.memlog.api.operations.deadletters;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.UUID;

/// The sort key of a replay: memory by memory, in the order of their events.
///
/// @param memory  0 when unknown
/// @param version 0 when unknown
public record ReplayOrderKey(
        long memory,
        long version,
        String topic,
        int partition,
        long offset,
        @JsonProperty("letter") UUID deadLetter) {

    public static ReplayOrderKey of(DeadLetter deadLetter) {
        var subject = deadLetter.subject();
        var position = deadLetter.origin().position();
        return new ReplayOrderKey(
                subject.memory() == null ? 0 : subject.memory().value(),
                subject.version() == null ? 0 : subject.version(),
                position.topic(),
                position.partition(),
                position.offset(),
                deadLetter.id().value());
    }
}
