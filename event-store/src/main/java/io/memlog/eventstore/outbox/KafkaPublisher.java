package io.memlog.eventstore.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import io.memlog.tracing.Traces;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Sends the messages of the outbox to Kafka as CloudEvents. Not thread-safe: only the relay's thread uses it.
final class KafkaPublisher implements AutoCloseable {

    private static final TypeReference<Map<String, @Nullable String>> HEADERS = new TypeReference<>() {};
    private static final int BATCH_BYTES = 128 * 1024;
    private static final String MAX_REQUEST_SIZE = Topic.EVENTS.config().getOrDefault("max.message.bytes", "1048576");

    private final Supplier<? extends Producer<byte[], byte[]>> producers;
    private final Map<String, String> topics;
    private final Traces traces;
    private @Nullable Producer<byte[], byte[]> producer;

    /// A message that no number of attempts can publish.
    static final class UnpublishableMessageException extends Exception {

        UnpublishableMessageException(String reason) {
            super(reason);
        }
    }

    /// @param producers may fail while Kafka is unavailable
    /// @param topics    the topic for each type of aggregate
    KafkaPublisher(Supplier<? extends Producer<byte[], byte[]>> producers, Map<String, String> topics, Traces traces) {
        this.producers = producers;
        this.topics = topics;
        this.traces = traces;
    }

    /// Settings of an idempotent producer that retries without end and keeps the order of each key.
    ///
    /// @param application the settings of the application's producers, such as addresses, TLS and SASL
    static Map<String, Object> settings(Map<String, Object> application, OutboxProperties properties) {
        Map<String, Object> settings = new HashMap<>(application);
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, "memlog-outbox-relay");
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 5);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_SIZE);
        settings.put(
                ProducerConfig.MAX_BLOCK_MS_CONFIG, properties.blockTimeout().toMillis());
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int)
                properties.deliveryTimeout().toMillis());
        // An expired message would let later ones of its key overtake it.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }

    /// Sends a message after the earlier ones of its key. The result completes once the message is
    /// acknowledged; it fails with [UnpublishableMessageException] when that can never happen, and with any
    /// other exception for a temporary failure.
    CompletableFuture<?> send(OutboxMessage message) throws InterruptedException {
        var acknowledgement = new CompletableFuture<@Nullable Void>();
        try {
            if (producer == null) {
                producer = producers.get();
            }
            var record = record(message);
            var span = traces.send(record.topic(), record.key(), message.traceparent());
            var traceparent = Traces.traceparent(span, message.traceparent());
            if (traceparent != null) {
                record.headers().add(CloudEventHeaders.TRACEPARENT, traceparent.getBytes(UTF_8));
            }
            var _ = producer.send(record, (_, failure) -> {
                if (failure == null) {
                    acknowledgement.complete(null);
                } else {
                    Traces.failed(span, failure.getClass().getSimpleName());
                    acknowledgement.completeExceptionally(classify(failure));
                }
                span.end();
            });
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("while sending").initCause(e);
        } catch (KafkaException | UnpublishableMessageException e) {
            acknowledgement.completeExceptionally(classify(e));
        }
        return acknowledgement;
    }

    /// Drops what is not acknowledged yet. The next send connects again.
    @Override
    public void close() {
        if (producer == null) {
            return;
        }
        var interrupted = Thread.interrupted();
        try {
            producer.close(Duration.ZERO);
        } finally {
            producer = null;
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Exception classify(Exception failure) {
        return failure instanceof RecordTooLargeException
                ? new UnpublishableMessageException("too large for Kafka: " + failure.getMessage())
                : failure;
    }

    private ProducerRecord<byte[], byte[]> record(OutboxMessage message) throws UnpublishableMessageException {
        var topic = topics.get(message.aggregate());
        if (topic == null) {
            throw new UnpublishableMessageException("no topic for the aggregate type " + message.aggregate());
        }
        var key = message.key().getBytes(UTF_8);
        var record = new ProducerRecord<>(topic, key, message.payload().getBytes(UTF_8));
        for (var header : headers(message).entrySet()) {
            if (header.getValue() == null) {
                throw new UnpublishableMessageException("the header " + header.getKey() + " is null");
            }
            record.headers().add(header.getKey(), header.getValue().getBytes(UTF_8));
        }
        return record;
    }

    private static Map<String, @Nullable String> headers(OutboxMessage message) throws UnpublishableMessageException {
        try {
            Map<String, @Nullable String> headers = Json.mapper().readValue(message.headers(), HEADERS);
            if (headers != null) {
                return headers;
            }
        } catch (JacksonException e) {
            throw new UnpublishableMessageException(
                    "the headers are not a JSON object of strings: " + e.getOriginalMessage());
        }
        throw new UnpublishableMessageException("the headers are null");
    }
}
