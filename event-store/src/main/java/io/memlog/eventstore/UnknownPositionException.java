package io.memlog.eventstore;

/// A query in the order of times continues after an event that is not in the log, or not any more.
public final class UnknownPositionException extends RuntimeException {

    public UnknownPositionException(Position position) {
        super("no event of the log has the position " + position.value());
    }
}
