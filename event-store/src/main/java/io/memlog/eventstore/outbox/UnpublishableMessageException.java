package io.memlog.eventstore.outbox;

/// No number of attempts will bring this message through.
final class UnpublishableMessageException extends Exception {

    UnpublishableMessageException(String reason) {
        super(reason);
    }
}
