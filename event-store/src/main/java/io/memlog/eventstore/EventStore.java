package io.memlog.eventstore;

import java.util.List;

/// The append-only log, the only source of truth.
public interface EventStore {

    /// Appends all events to one stream, or none of them. Joins the caller's transaction, if there is one.
    ///
    /// An event whose id is in the log already for its user and project, in any stream, is skipped; when all
    /// are, the result is a duplicate, whatever version was expected. Of two such events in one list the first
    /// is appended.
    ///
    /// The stream stays locked until the transaction ends: a transaction that appends to several streams must
    /// do so in an order that all writers share, or two of them may deadlock.
    default AppendResult append(StreamId stream, ExpectedVersion expected, List<NewEvent> events) {
        return appendAll(List.of(new Append(stream, expected, events))).getFirst();
    }

    /// Appends to many streams as if one after the other, in a few statements and one transaction. Each append
    /// has its own result; a conflict of one does not affect the others.
    ///
    /// The streams are locked in an order that all such calls share. The database keeps all locks in shared
    /// memory until the transaction ends: a list should name a few hundred streams at most.
    List<AppendResult> appendAll(List<Append> appends);

    /// The events with this id, at most one of each user and project.
    List<StoredEvent> find(String eventId);

    /// The events of a stream after a version, oldest first.
    List<StoredEvent> read(StreamId stream, long afterVersion, int limit);
}
