package io.memlog.consumer.processing;

import io.memlog.schemas.topic.Topic;

/// Where a message came from, which decides whether a version that is held already is applied again.
enum RecordSource {
    /// The log itself: only a newer version is applied.
    LIVE,
    /// The consumer's own replay topic: the same version is applied too, which repairs a damaged entry.
    REPLAY;

    static RecordSource of(String topic) {
        return Topic.EVENTS.name().equals(topic) ? LIVE : REPLAY;
    }
}
