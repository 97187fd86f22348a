package io.memlog.schemas.status;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The response of a worker to `GET /internal/status`.
public record WorkerStatus(Projection projection, Consumer consumer, Store store) {

    /// @param state  `following`, `paused` or `stopped`
    /// @param lag    waiting messages; null while unknown
    /// @param reason why it is paused; null while it is not
    /// @param since  the start of the pause
    public record Consumer(
            String state,
            @Nullable Long lag,
            @Nullable String reason,
            @Nullable Instant since) {}

    /// @param name   `chroma` or `neo4j`
    /// @param state  `up` or `down`
    /// @param reason why it is down; null while it is up
    public record Store(String name, String state, @Nullable String reason) {}
}
