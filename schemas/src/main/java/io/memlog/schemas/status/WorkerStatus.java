package io.memlog.schemas.status;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a worker is doing; it answers `GET /internal/status` with this.
public record WorkerStatus(Projection projection, Consumer consumer, Store store) {

    /// @param state  `following`, `paused` or `stopped`
    /// @param lag    messages that wait to be handled; null while unknown
    /// @param reason why it is paused, for people; null while it is not
    /// @param since  since when it is paused
    public record Consumer(
            String state,
            @Nullable Long lag,
            @Nullable String reason,
            @Nullable Instant since) {}

    /// @param name   `chroma` or `neo4j`
    /// @param state  `up` or `down`
    /// @param reason why it is down, for people
    public record Store(String name, String state, @Nullable String reason) {}
}
