package io.memlog.schemas.event;

/// Data that does not match its event type, or an unknown event type.
public final class UndecodableEventException extends Exception {

    public UndecodableEventException(String message, Throwable cause) {
        super(message, cause);
    }

    public UndecodableEventException(String message) {
        super(message);
    }
}
