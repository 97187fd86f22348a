package io.memlog.eventstore;

import java.util.List;
import java.util.Optional;

/// The append-only log, the only source of truth.
public interface EventStore {

    /// Appends all events to one stream or none of them. It joins the caller's transaction where there is
    /// one.
    ///
    /// An event whose id is in the log already, in whichever stream, is left out; when that is true of all,
    /// the answer is a duplicate, whatever version was expected. Of two events with the same id in one list
    /// the first counts.
    ///
    /// A stream stays locked until the transaction ends: one that appends to several streams does so in an
    /// order that all writers share, lest two of them wait for each other.
    default AppendResult append(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        return appendAll(List.of(new Append(stream, expected, events))).getFirst();
    }

    /// Appends to many streams as though one after the other, in a few statements and one transaction. Each
    /// append has its own result, and a conflict of one changes nothing about the others.
    ///
    /// The streams are locked in an order that all such calls share. The database keeps every lock in
    /// shared memory until the transaction ends: a list names a few hundred streams at most.
    List<AppendResult> appendAll(List<Append> appends);

    Optional<StoredEvent> find(String eventId);

    /// The events of a stream with versions above the given one, oldest first.
    List<StoredEvent> read(StreamId stream, long afterVersion, int limit);
}
