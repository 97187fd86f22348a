package io.memlog.eventstore;

/// Finds events by what they belong to.
public interface EventQueries {

    /// The first events that match, in the order of the query.
    ///
    /// In the order of positions a page omits events that could still be preceded by an uncommitted one, so
    /// that a reader that continues after the last position skips none. The query waits a limited time for open
    /// transactions first, so that an event is usually found as soon as its append has returned. The order of
    /// times has no such guarantee: an event may be appended later with an earlier time.
    ///
    /// @throws UnknownPositionException when it continues in the order of times after an event that is not in
    ///     the log
    EventPage find(EventQuery query);
}
