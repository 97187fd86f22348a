package io.memlog.consumer.processing;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.publishing.DeadLetter;
import io.memlog.schemas.message.RetryClass;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A task that becomes a dead letter.
///
/// @param attempts how many times it was tried
record GivenUpTask(IndexTask task, Throwable cause, int attempts) {

    DeadLetter deadLetter(ConsumerRecord<byte[], byte[]> failed) {
        return new DeadLetter(failed, reason(), retryClass(), cause, attempts);
    }

    private RetryClass retryClass() {
        return cause instanceof NonRetryableException ? RetryClass.PERMANENT : RetryClass.TRANSIENT;
    }

    private String reason() {
        return switch (cause) {
            case NonRetryableException refused -> refused.reason();
            case IndexUnavailableException _ -> "index_unavailable";
            default -> "apply_failed";
        };
    }
}
