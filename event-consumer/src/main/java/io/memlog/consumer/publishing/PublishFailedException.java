package io.memlog.consumer.publishing;

/// Kafka did not acknowledge what was sent; it may have it nevertheless.
public final class PublishFailedException extends Exception {

    public PublishFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
