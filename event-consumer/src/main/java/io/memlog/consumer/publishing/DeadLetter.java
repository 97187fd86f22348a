package io.memlog.consumer.publishing;

import io.memlog.schemas.message.RetryClass;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record that cannot be applied.
///
/// @param reason   the stable code of the failure, such as `undecodable`
/// @param attempts how many times it was tried
public record DeadLetter(
        ConsumerRecord<byte[], byte[]> record, String reason, RetryClass retryClass, Throwable cause, int attempts) {}
