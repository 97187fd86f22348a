package io.memlog.eventstore;

/// The version that a writer expects the stream to have.
public sealed interface ExpectedVersion {

    static ExpectedVersion any() {
        return new Any();
    }

    static ExpectedVersion noStream() {
        return new NoStream();
    }

    static ExpectedVersion exactly(long version) {
        return new Exactly(version);
    }

    /// @param actual the stream's version, 0 without events
    default boolean accepts(long actual) {
        return switch (this) {
            case Any() -> true;
            case NoStream() -> actual == 0;
            case Exactly(long version) -> actual == version;
        };
    }

    /// Any version is accepted.
    record Any() implements ExpectedVersion {}

    /// The stream has no event yet.
    record NoStream() implements ExpectedVersion {}

    /// The stream's last event has this version, from 1.
    record Exactly(long version) implements ExpectedVersion {}
}
