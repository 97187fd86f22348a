package io.memlog.api.operations.status;

import io.memlog.consumer.kafka.LazyAdmin;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// Asks Kafka for the id of the cluster, over a connection that stays open.
@Component
final class KafkaProbe implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 1_400;

    private final LazyAdmin admin;

    KafkaProbe(KafkaAdmin kafka) {
        Map<String, Object> settings = new HashMap<>(kafka.getConfigurationProperties());
        settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "memlog-api-status");
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        settings.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, TIMEOUT_MILLIS);
        this.admin = new LazyAdmin(settings);
    }

    StatusReport.Store probe() throws InterruptedException {
        try {
            admin.get().describeCluster().clusterId().get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
            return StatusReport.Store.UP;
        } catch (TimeoutException e) {
            return StatusReport.Store.down("Kafka does not answer");
        } catch (ExecutionException | KafkaException e) {
            return StatusReport.Store.down("Kafka cannot be reached: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
