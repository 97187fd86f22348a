package io.memlog.consumer.status;

import java.util.Optional;

/// How the store of an index is doing.
public interface StoreStatus {

    /// `chroma` or `neo4j`.
    String name();

    /// Why it cannot be written or read at the moment, for people; empty while it can. It answers within a
    /// bounded time.
    Optional<String> failureReason();
}
