package io.memlog.consumer.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/// An admin client that is created when it is first needed, since Kafka's name may not be resolvable before.
/// Thread-safe.
public final class LazyAdmin implements AutoCloseable {

    private final Map<String, Object> settings;
    private @Nullable Admin admin;

    public LazyAdmin(Map<String, Object> settings) {
        this.settings = Map.copyOf(settings);
    }

    /// @throws KafkaException while the name of Kafka cannot be resolved
    public synchronized Admin get() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    /// The next call creates another client.
    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
