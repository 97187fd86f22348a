package io.memlog.consumer.publishing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.message.DeadLetterHeaders;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/// A dead letter as a message: the one that failed byte for byte, with headers that say where and why.
final class DeadLetterMessage {

    private static final int LONGEST_MESSAGE = 2 * 1024;
    private static final int LONGEST_STACKTRACE = 16 * 1024;

    private DeadLetterMessage() {}

    /// @param partition of the dead-letter topic; null leaves it to the key
    static ProducerRecord<byte[], byte[]> of(
            DeadLetter letter, String topic, @Nullable Integer partition, String consumerGroup) {
        var failed = letter.message();
        var message = new ProducerRecord<>(topic, partition, failed.key(), failed.value(), failed.headers());
        forgetFormerFailures(message.headers());
        whence(message.headers(), failed, consumerGroup);
        why(message.headers(), letter);
        return message;
    }

    /// A letter that fails again says where and why once, although what sent it again may have left what it
    /// said before.
    private static void forgetFormerFailures(Headers headers) {
        for (var header : headers.toArray()) {
            if (header.key().startsWith(DeadLetterHeaders.PREFIX)
                    || header.key().equals(DeadLetterHeaders.REASON)
                    || header.key().equals(DeadLetterHeaders.ATTEMPTS)) {
                headers.remove(header.key());
            }
        }
    }

    private static void whence(Headers headers, ConsumerRecord<byte[], byte[]> failed, String consumerGroup) {
        text(headers, DeadLetterHeaders.ORIGINAL_TOPIC, failed.topic());
        headers.add(
                DeadLetterHeaders.ORIGINAL_PARTITION,
                ByteBuffer.allocate(Integer.BYTES).putInt(failed.partition()).array());
        number(headers, DeadLetterHeaders.ORIGINAL_OFFSET, failed.offset());
        number(headers, DeadLetterHeaders.ORIGINAL_TIMESTAMP, failed.timestamp());
        text(
                headers,
                DeadLetterHeaders.ORIGINAL_TIMESTAMP_TYPE,
                failed.timestampType().toString());
        text(headers, DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP, consumerGroup);
    }

    private static void why(Headers headers, DeadLetter letter) {
        var cause = letter.cause();
        text(headers, DeadLetterHeaders.EXCEPTION, cause.getClass().getName());
        if (cause.getCause() != null) {
            text(
                    headers,
                    DeadLetterHeaders.EXCEPTION_CAUSE,
                    cause.getCause().getClass().getName());
        }
        text(
                headers,
                DeadLetterHeaders.EXCEPTION_MESSAGE,
                shortened(String.valueOf(cause.getMessage()), LONGEST_MESSAGE));
        text(headers, DeadLetterHeaders.EXCEPTION_STACKTRACE, shortened(stackTrace(cause), LONGEST_STACKTRACE));
        text(headers, DeadLetterHeaders.REASON, letter.reason());
        text(headers, DeadLetterHeaders.ATTEMPTS, Integer.toString(letter.attempts()));
    }

    private static String stackTrace(Throwable cause) {
        var trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    private static String shortened(String text, int longest) {
        return text.substring(0, Math.min(text.length(), longest));
    }

    private static void text(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(UTF_8));
    }

    private static void number(Headers headers, String name, long value) {
        headers.add(name, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }
}
