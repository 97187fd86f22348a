package io.memlog.consumer.publishing;

/// Thrown when Kafka does not acknowledge a message. The message may be stored nevertheless.
public final class PublishFailedException extends Exception {

    public PublishFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
