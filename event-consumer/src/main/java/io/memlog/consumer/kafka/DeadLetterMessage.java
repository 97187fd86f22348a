package io.memlog.consumer.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.consumer.processing.DeadLetter;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.message.DeadLetterHeaders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// The Kafka record of a dead letter: the failed record byte for byte, with headers for its origin and the
/// failure.
final class DeadLetterMessage {

    private static final int MAX_MESSAGE_CHARS = 2 * 1024;
    private static final int MAX_STACKTRACE_CHARS = 16 * 1024;
    private static final int MAX_TRUNCATED_BYTES = 64 * 1024;

    private DeadLetterMessage() {}

    /// @param partition of the dead-letter topic; null derives it from the key
    static ProducerRecord<byte[], byte[]> of(
            DeadLetter deadLetter, String topic, @Nullable Integer partition, String consumerGroup) {
        var failed = deadLetter.record();
        var message = new ProducerRecord<>(topic, partition, failed.key(), failed.value(), failed.headers());
        removePreviousFailure(message.headers());
        addOriginHeaders(message.headers(), failed, consumerGroup);
        addExceptionHeaders(message.headers(), deadLetter);
        return message;
    }

    /// The same dead letter with only the first bytes of its value, for a record that Kafka refuses as too large.
    static ProducerRecord<byte[], byte[]> truncated(ProducerRecord<byte[], byte[]> message) {
        var value = message.value();
        var original = value == null ? new byte[0] : value;
        var kept = value == null ? value : Arrays.copyOf(value, Math.min(value.length, MAX_TRUNCATED_BYTES));
        var truncated = new ProducerRecord<>(message.topic(), message.partition(), message.key(), kept);
        for (var header : message.headers()) {
            if (header.value() == null || header.value().length <= MAX_TRUNCATED_BYTES) {
                truncated.headers().add(header);
            }
        }
        text(truncated.headers(), DeadLetterHeaders.ORIGINAL_SIZE, Integer.toString(original.length));
        text(truncated.headers(), DeadLetterHeaders.ORIGINAL_SHA256, Sha256.hex(original));
        return truncated;
    }

    /// A replayed dead letter may still have the headers of its previous failure.
    private static void removePreviousFailure(Headers headers) {
        for (var header : headers.toArray()) {
            if (header.key().startsWith(DeadLetterHeaders.PREFIX)
                    || header.key().equals(DeadLetterHeaders.REASON)
                    || header.key().equals(DeadLetterHeaders.RETRY_CLASS)
                    || header.key().equals(DeadLetterHeaders.ATTEMPTS)) {
                headers.remove(header.key());
            }
        }
    }

    private static void addOriginHeaders(Headers headers, ConsumerRecord<byte[], byte[]> failed, String consumerGroup) {
        text(headers, DeadLetterHeaders.ORIGINAL_TOPIC, failed.topic());
        headers.add(
                DeadLetterHeaders.ORIGINAL_PARTITION,
                ByteBuffer.allocate(Integer.BYTES).putInt(failed.partition()).array());
        number(headers, DeadLetterHeaders.ORIGINAL_OFFSET, failed.offset());
        number(headers, DeadLetterHeaders.ORIGINAL_TIMESTAMP, failed.timestamp());
        var timestampType = failed.timestampType().toString();
        text(headers, DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE, timestampType);
        text(headers, DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP, consumerGroup);
    }

    private static void addExceptionHeaders(Headers headers, DeadLetter deadLetter) {
        var failure = deadLetter.cause();
        var cause = failure.getCause();
        text(headers, DeadLetterHeaders.EXCEPTION, failure.getClass().getName());
        if (cause != null) {
            text(headers, DeadLetterHeaders.EXCEPTION_CAUSE, cause.getClass().getName());
        }
        var message = String.valueOf(failure.getMessage());
        text(headers, DeadLetterHeaders.EXCEPTION_MESSAGE, truncated(message, MAX_MESSAGE_CHARS));
        text(headers, DeadLetterHeaders.EXCEPTION_STACKTRACE, truncated(stackTrace(failure), MAX_STACKTRACE_CHARS));
        text(headers, DeadLetterHeaders.REASON, deadLetter.reason());
        text(headers, DeadLetterHeaders.RETRY_CLASS, deadLetter.retryClass().wireName());
        text(headers, DeadLetterHeaders.ATTEMPTS, Integer.toString(deadLetter.attempts()));
    }

    private static String stackTrace(Throwable cause) {
        var trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String truncated(String text, int maxChars) {
        return text.substring(0, Math.min(text.length(), maxChars));
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static void number(Headers headers, String name, long value) {
        headers.add(name, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
