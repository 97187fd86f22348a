package io.memlog.eventstore.decoding;

import io.memlog.eventstore.StoredEvent;

/// A stored event, decoded if possible.
///
/// @param <E> the type of decoded events
public sealed interface DecodedEvent<E> {

    StoredEvent stored();

    /// The event in the current version of its type, whichever version it was written in.
    record Decoded<E>(StoredEvent stored, E event) implements DecodedEvent<E> {}

    /// An event that cannot be decoded; later events are not affected.
    ///
    /// @param reason for people
    record Undecodable<E>(StoredEvent stored, String reason) implements DecodedEvent<E> {}
}
