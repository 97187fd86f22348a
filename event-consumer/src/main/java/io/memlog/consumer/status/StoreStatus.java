package io.memlog.consumer.status;

import java.util.Optional;

/// Status of the store of a projection.
public interface StoreStatus {

    /// `chroma` or `neo4j`.
    String name();

    /// Why the store cannot be written or read, for operators; empty if it can. Returns within a bounded
    /// time.
    Optional<String> failureReason();
}
