package io.memlog.consumer.batch;

import io.memlog.schemas.topic.Topic;

/// Where a message came from, which decides whether a version that is held already is applied again.
enum Lane {
    /// The log itself: only a newer version is applied.
    LIVE,
    /// The consumer's own replay topic: the same version is applied too, which repairs a damaged entry.
    REPLAY;

    static Lane of(String topic) {
        return Topic.EVENTS.name().equals(topic) ? LIVE : REPLAY;
    }
}
