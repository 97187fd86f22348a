package io.memlog.consumer;

import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import java.util.OptionalLong;

/// Status of a consumer.
public interface ConsumerStatus {

    String STOPPED = "stopped";

    Projection projection();

    /// Whether it is started and not stopped.
    boolean isRunning();

    /// Why it does not advance, and since when; empty while it advances.
    Optional<Pause> pause();

    /// How many records of the live and the replay topic are not acknowledged; empty while unknown.
    OptionalLong lag();

    /// `following`, `paused` or `stopped`, as in the HTTP contract and in health.
    default String state() {
        if (!isRunning()) {
            return STOPPED;
        }
        return pause().isPresent() ? "paused" : "following";
    }
}
