package io.memlog.consumer;

import java.util.Locale;

/// The dependency that a paused consumer waits for.
public enum PauseCause {
    /// The store of the projection is unavailable, cannot be written, or limits the rate.
    STORE,
    /// The embedding provider is unavailable or limits the rate.
    PROVIDER,
    /// Kafka does not respond, or does not accept progress or dead letters.
    KAFKA,
    /// The worker itself fails, for example because it is out of memory.
    WORKER;

    /// The name in meters and health.
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
