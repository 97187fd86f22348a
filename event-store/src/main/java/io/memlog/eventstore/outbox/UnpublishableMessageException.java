package io.memlog.eventstore.outbox;

/// A message that no number of attempts can publish.
final class UnpublishableMessageException extends Exception {

    UnpublishableMessageException(String reason) {
        super(reason);
    }
}
