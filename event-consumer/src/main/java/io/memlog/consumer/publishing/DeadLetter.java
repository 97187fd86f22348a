package io.memlog.consumer.publishing;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A message that cannot be applied.
///
/// @param reason   the stable code of the failure, such as `undecodable`
/// @param attempts how many times the event was tried
public record DeadLetter(ConsumerRecord<byte[], byte[]> message, String reason, Throwable cause, int attempts) {}
