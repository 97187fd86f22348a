package io.memlog.eventstore.decoding;

import io.memlog.eventstore.StoredEvent;

/// An event of the log, as far as the code that reads it understands it.
///
/// @param <E> what events are to that code
public sealed interface DecodedEvent<E> {

    StoredEvent stored();

    /// The event as today's type, whichever version it was written in.
    record Decoded<E>(StoredEvent stored, E event) implements DecodedEvent<E> {}

    /// An event that cannot be read, in its place; those behind it are not affected.
    ///
    /// @param reason for people
    record Undecodable<E>(StoredEvent stored, String reason) implements DecodedEvent<E> {}
}
