package io.memlog.api.operations.replay.send;

import io.memlog.api.operations.replay.ReplayProperties;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/// The producer that all replays share. It is made when it is first needed, and made anew after a failure
/// that it does not get over.
@Component
final class ReplayProducer implements AutoCloseable {

    private static final int LARGEST_REQUEST = 5 * 1024 * 1024;
    private static final int BLOCK_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private @Nullable Producer<byte[], byte[]> current;

    ReplayProducer(KafkaProperties kafka, ReplayProperties properties) {
        var timeout = Math.toIntExact(properties.deliveryTimeout().toMillis());
        Map<String, Object> all = kafka.buildProducerProperties();
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "memlog-api-replay");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, BLOCK_MILLIS);
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, timeout);
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        this.settings = Map.copyOf(all);
    }

    synchronized Producer<byte[], byte[]> get() {
        if (current == null) {
            current = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        }
        return current;
    }

    /// Drops a producer that cannot be used any more.
    synchronized void failed(Producer<byte[], byte[]> producer, Throwable failure) {
        if (producer.equals(current) && !(failure instanceof RetriableException)) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (current != null) {
            current.close(Duration.ZERO);
            current = null;
        }
    }
}
