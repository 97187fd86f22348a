package io.memlog.api.deadletters;

/// Thrown when the index cannot keep a letter because of what it holds.
public final class RefusedLetterException extends Exception {

    public RefusedLetterException(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
