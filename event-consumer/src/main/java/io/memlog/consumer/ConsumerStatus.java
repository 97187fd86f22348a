package io.memlog.consumer;

import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import java.util.OptionalLong;

/// How a consumer is doing.
public interface ConsumerStatus {

    Projection projection();

    /// Whether it follows the log at all: started, and not yet stopped.
    boolean running();

    /// Why it does not advance at the moment, and since when; empty while it does.
    Optional<Pause> pause();

    /// How many messages of the live and the replay topic wait to be handled; empty while it is not known.
    OptionalLong lag();
}
