package io.memlog.schemas.event;

/// Data that does not match its event type.
public sealed class UndecodableEventException extends Exception permits NewerSchemaException {

    public UndecodableEventException(String message, Throwable cause) {
        super(message, cause);
    }

    public UndecodableEventException(String message) {
        super(message);
    }
}
