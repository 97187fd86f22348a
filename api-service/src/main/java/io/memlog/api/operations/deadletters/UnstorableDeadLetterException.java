package io.memlog.api.operations.deadletters;

/// Thrown when PostgreSQL rejects the content of a dead letter.
public final class UnstorableDeadLetterException extends Exception {

    public UnstorableDeadLetterException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
