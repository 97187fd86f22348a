package io.memlog.api.ingest;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;

/// The idempotency keys that stored something.
public interface IdempotencyKeys {

    /// Takes the key for the rest of the caller's transaction and tells what is known of it.
    Claim claim(IdempotencyKey key, Instant notBefore);

    /// Remembers what the claimed key stored.
    void remember(IdempotencyKey key, MemoryId stored, Instant now);

    /// What came of claiming a key.
    sealed interface Claim {

        /// The key is the caller's.
        record Free() implements Claim {}

        /// Another transaction is using the key at this moment.
        record Busy() implements Claim {}

        /// The key has stored a memory from the same body.
        record Used(MemoryId memory) implements Claim {}

        /// The key has stored a memory from another body.
        record UsedOtherwise() implements Claim {}
    }
}
