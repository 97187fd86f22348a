package io.memlog.api.operations.status;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Asks Kafka for the id of the cluster, over a connection that stays open.
@Component
final class KafkaProbe implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1_400;

    private final Map<String, Object> settings;
    private @Nullable Admin admin;

    KafkaProbe(KafkaAdmin kafka) {
        this.settings = new HashMap<>(kafka.getConfigurationProperties());
        this.settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "memlog-api-status");
        this.settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, TIMEOUT_MILLIS);
    }

    StatusReport.Store probe() throws InterruptedException {
        try {
            admin().describeCluster().clusterId().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return StatusReport.Store.UP;
        } catch (TimeoutException e) {
            return StatusReport.Store.down("Kafka does not answer");
        } catch (ExecutionException | KafkaException e) {
            return StatusReport.Store.down("Kafka cannot be reached: " + e.getMessage());
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
