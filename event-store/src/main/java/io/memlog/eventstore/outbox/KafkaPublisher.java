package io.memlog.eventstore.outbox;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.message.CloudEventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;

/// Sends the messages of the outbox to Kafka as CloudEvents. Not thread-safe: only the relay's thread uses it.
final class KafkaPublisher implements Publisher {

    private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final Map<String, String> topics;
    private @Nullable Producer<byte[], byte[]> producer;
    private volatile boolean broken;

    /// @param producers may fail while Kafka is unavailable
    /// @param topics    the topic for each type of aggregate
    KafkaPublisher(Supplier<Producer<byte[], byte[]>> producers, Map<String, String> topics) {
        this.producers = producers;
        this.topics = topics;
    }

    @Override
    public CompletableFuture<?> send(OutboxMessage message) throws InterruptedException {
        var acknowledgement = new CompletableFuture<@Nullable Void>();
        try {
            var _ = producer().send(record(message), (_, failure) -> {
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

    /// A producer survives retriable failures; after any other failure it is replaced.
    private Producer<byte[], byte[]> producer() {
        if (broken) {
            close();
            broken = false;
        }
        if (producer == null) {
            producer = producers.get();
        }
        return producer;
    }

    private Exception classify(Exception failure) {
        if (failure instanceof RecordTooLargeException) {
            return new UnpublishableMessageException("too large for Kafka: " + failure.getMessage());
        }
        if (!(failure instanceof RetriableException)) {
            broken = true;
        }
        return failure;
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
        try {
            Json.mapper()
                    .readValue(message.headers(), HEADERS)
                    .forEach((name, value) -> headers.add(new RecordHeader(name, utf8(value))));
        } catch (JacksonException e) {
            throw new UnpublishableMessageException(
                    "the headers are not a JSON object of strings: " + e.getOriginalMessage());
        }
        if (message.traceparent() != null) {
            headers.add(new RecordHeader(CloudEventHeaders.TRACEPARENT, utf8(message.traceparent())));
        }
        return headers;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
