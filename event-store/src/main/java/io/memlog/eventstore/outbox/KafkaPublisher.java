package io.memlog.eventstore.outbox;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Sends the messages of the outbox to Kafka as CloudEvents. Not thread-safe: only the relay's thread uses it.
final class KafkaPublisher implements Publisher {

    private static final TypeReference<Map<String, @Nullable String>> HEADERS = new TypeReference<>() {};
    private static final int BATCH_BYTES = 128 * 1024;
    private static final String MAX_REQUEST_SIZE = Topic.EVENTS.config().getOrDefault("max.message.bytes", "1048576");

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Map<String, String> topics;
    private @Nullable Producer<byte[], byte[]> producer;

    /// @param producers may fail while Kafka is unavailable
    /// @param topics    the topic for each type of aggregate
    KafkaPublisher(Supplier<Producer<byte[], byte[]>> producers, Map<String, String> topics) {
        this.producers = producers;
        this.topics = topics;
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
        settings.put(
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.toIntExact(properties.deliveryTimeout().toMillis()));
        // An expired message would let later ones of its key overtake it.
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return settings;
    }

    @Override
    public CompletableFuture<?> send(OutboxMessage message) throws InterruptedException {
        var acknowledgement = new CompletableFuture<@Nullable Void>();
        try {
            if (producer == null) {
                producer = producers.get();
            }
            var _ = producer.send(record(message), (_, failure) -> {
                if (failure == null) {
                    acknowledgement.complete(null);
                } else {
                    acknowledgement.completeExceptionally(classify(failure));
                }
            });
        } catch (UnpublishableMessageException e) {
            acknowledgement.completeExceptionally(e);
        } catch (InterruptException e) {
            throw (InterruptedException) new InterruptedException("while sending").initCause(e);
        } catch (KafkaException e) {
            acknowledgement.completeExceptionally(classify(e));
        }
        return acknowledgement;
    }

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
        return new ProducerRecord<>(topic, null, utf8(message.key()), utf8(message.payload()), headers(message));
    }

    private static List<Header> headers(OutboxMessage message) throws UnpublishableMessageException {
        List<Header> headers = new ArrayList<>();
        for (var header : parse(message.headers()).entrySet()) {
            if (header.getValue() == null) {
                throw new UnpublishableMessageException("the header " + header.getKey() + " is null");
            }
            headers.add(new RecordHeader(header.getKey(), utf8(header.getValue())));
        }
        if (message.traceparent() != null) {
            headers.add(new RecordHeader(CloudEventHeaders.TRACEPARENT, utf8(message.traceparent())));
        }
        return headers;
    }

    private static Map<String, @Nullable String> parse(String headers) throws UnpublishableMessageException {
        try {
            Map<String, @Nullable String> parsed = Json.mapper().readValue(headers, HEADERS);
            if (parsed != null) {
                return parsed;
            }
        } catch (JacksonException e) {
            throw new UnpublishableMessageException(
                    "the headers are not a JSON object of strings: " + e.getOriginalMessage());
        }
        throw new UnpublishableMessageException("the headers are null");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
