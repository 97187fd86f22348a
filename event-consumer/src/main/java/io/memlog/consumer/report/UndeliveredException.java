package io.memlog.consumer.report;

/// Kafka did not acknowledge what was sent; it may have it nevertheless.
public final class UndeliveredException extends Exception {

    public UndeliveredException(String message, Throwable cause) {
        super(message, cause);
    }
}
