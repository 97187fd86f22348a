package io.memlog.api.operations.replay.send;

import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.stereotype.Component;

/// Sends messages to the replay topic of a consumer. All replays share one producer, which is replaced after a failure
/// that cannot be retried.
@Component
public class ReplaySender implements AutoCloseable {

    /// How many bytes of messages a caller holds in memory at a time.
    public static final int MAX_BATCH_BYTES = 8 * 1024 * 1024;

    private static final int MAX_REQUEST_BYTES = 5 * 1024 * 1024;
    private static final int MAX_BLOCK_MILLIS = 5_000;

    /// How long Kafka may take to acknowledge a message before the job is paused.
    private static final int DELIVERY_TIMEOUT_MILLIS = 10_000;

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;

    protected ReplaySender(KafkaProperties kafka) {
        Map<String, Object> settings = kafka.buildProducerProperties();
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "memlog-api-replay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
        this.producers =
                new DefaultKafkaProducerFactory<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.producers.setPhysicalCloseTimeout(0);
    }

    /// Sends at the rate of the job, and returns when every message is acknowledged. Messages with the same key keep
    /// their order. After a failure all of them have to be sent again.
    ///
    /// @param context the job, whose rate applies
    /// @throws DependencyUnavailableException when Kafka is unavailable
    public void send(Projection consumer, List<ReplayMessage> messages, JobContext context)
            throws InterruptedException {
        if (messages.isEmpty()) {
            return;
        }
        var producer = producer();
        try {
            var topic = Topic.replay(consumer).name();
            var partitions = producer.partitionsFor(topic).size();
            List<Future<?>> acknowledgements = new ArrayList<>(messages.size());
            for (var message : messages) {
                context.awaitRateLimit();
                var acknowledgement = producer.send(toRecord(topic, partitions, message));
                acknowledgements.add(acknowledgement);
                // One that fails here has taken MAX_BLOCK_MILLIS, as every other message would.
                if (acknowledgement.isDone()) {
                    acknowledgement.get();
                }
            }
            producer.flush();
            for (var acknowledgement : acknowledgements) {
                acknowledgement.get();
            }
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("while sending").initCause(e);
        } catch (ExecutionException e) {
            throw classify(producer, e.getCause() == null ? e : e.getCause());
        } catch (KafkaException | IllegalStateException e) {
            throw classify(producer, e);
        }
    }

    @Override
    public final void close() {
        producers.destroy();
    }

    private Producer<byte[], byte[]> producer() {
        try {
            return producers.createProducer();
        } catch (KafkaException e) {
            throw new DependencyUnavailableException("Kafka cannot be written: " + e.getMessage(), e);
        }
    }

    private RuntimeException classify(Producer<byte[], byte[]> producer, Throwable failure) {
        if (failure instanceof RecordTooLargeException) {
            return new IllegalStateException("a message is too large for Kafka: " + failure.getMessage(), failure);
        }
        if (!(failure instanceof RetriableException) && producer.equals(producer())) {
            producers.reset();
        }
        return new DependencyUnavailableException("Kafka cannot be written: " + failure.getMessage(), failure);
    }

    /// Leaves the partition to the key when the topic does not have it.
    private static ProducerRecord<byte[], byte[]> toRecord(String topic, int partitions, ReplayMessage message) {
        var partition = message.partition();
        var existing = partition != null && partition < partitions ? partition : null;
        var headers = message.headers().stream()
                .<Header>map(header -> new RecordHeader(header.name(), header.value()))
                .toList();
        return new ProducerRecord<>(topic, existing, message.key(), message.value(), headers);
    }
}
