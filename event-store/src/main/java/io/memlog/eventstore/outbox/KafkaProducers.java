package io.memlog.eventstore.outbox;

import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Creates idempotent producers that retry without end and keep the order of each key.
final class KafkaProducers implements Supplier<Producer<byte[], byte[]>> {

    private static final int BATCH_BYTES = 128 * 1024;
    private static final String MAX_REQUEST_SIZE = Topic.EVENTS.config().getOrDefault("max.message.bytes", "1048576");

    private final Map<String, Object> settings;

    /// @param security further settings under Kafka's own names, such as those of TLS and SASL
    KafkaProducers(List<String> bootstrapServers, Map<String, String> security, OutboxProperties properties) {
        Map<String, Object> all = new HashMap<>(security);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.put(ProducerConfig.CLIENT_ID_CONFIG, "memlog-outbox-relay");
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        all.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_SIZE);
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.blockTimeout().toMillis());
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(properties.deliveryTimeout()));
        // An expired message would let later ones of its key overtake it.
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        this.settings = Map.copyOf(all);
    }

    @Override
    public Producer<byte[], byte[]> get() {
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
