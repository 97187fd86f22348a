package io.memlog.schemas.event;

/// Thrown when an event has a type or a schema version that a later release introduced. The reader has to be
/// upgraded; the event is not damaged.
public final class NewerSchemaException extends UndecodableEventException {

    public NewerSchemaException(String message) {
        super(message);
    }
}
