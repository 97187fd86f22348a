package io.memlog.consumer;

import java.util.Locale;

/// What a consumer waits for.
public enum PauseCause {
    /// The store of the index is away, cannot be written, or asked to be left alone.
    STORE,
    /// The provider of embeddings is, or did.
    PROVIDER,
    /// Kafka does not answer, or does not take what is reported.
    KAFKA,
    /// Something in the worker itself is amiss, such as memory.
    WORKER;

    /// The name in meters and health.
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
