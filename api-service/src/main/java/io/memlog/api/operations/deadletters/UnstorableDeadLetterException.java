package io.memlog.api.operations.deadletters;

/// Thrown when the index cannot keep a letter because of what it holds.
public final class UnstorableDeadLetterException extends Exception {

    public UnstorableDeadLetterException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
