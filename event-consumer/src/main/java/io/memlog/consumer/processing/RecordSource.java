package io.memlog.consumer.processing;

import io.memlog.schemas.topic.Topic;

/// The topic of a record. It decides whether a version that is already stored is applied again.
enum RecordSource {
    /// The log itself: only newer versions are applied.
    LIVE,
    /// The replay topic of this consumer: the stored version is applied again, which repairs damaged data.
    REPLAY;

    static RecordSource of(String topic) {
        return Topic.EVENTS.name().equals(topic) ? LIVE : REPLAY;
    }
}
