package io.memlog.schemas.event;

/// Thrown for bytes that are no event of the named type, or a type that nobody knows.
public final class UndecodableEventException extends Exception {

    public UndecodableEventException(String message, Throwable cause) {
        super(message, cause);
    }

    public UndecodableEventException(String message) {
        super(message);
    }
}
