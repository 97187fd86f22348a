package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.RetryClass;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record that cannot be applied.
///
/// @param reason   the stable code of the failure, such as `undecodable`
/// @param attempts how many times it was tried
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> record, String reason, RetryClass retryClass, Throwable cause, int attempts) {

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record, Throwable cause, int attempts) {
        return switch (cause) {
            case UndecodableEventException _ ->
                new DeadLetter(record, "undecodable", RetryClass.PERMANENT, cause, attempts);
            case NonRetryableException refused ->
                new DeadLetter(record, refused.reason(), RetryClass.PERMANENT, cause, attempts);
            case IndexUnavailableException _ ->
                new DeadLetter(record, "index_unavailable", RetryClass.TRANSIENT, cause, attempts);
            default -> new DeadLetter(record, "apply_failed", RetryClass.TRANSIENT, cause, attempts);
        };
    }
}
