package io.memlog.eventstore.outbox;

/// No number of attempts will bring this message through.
final class RefusedMessageException extends Exception {

    RefusedMessageException(String reason) {
        super(reason);
    }
}
