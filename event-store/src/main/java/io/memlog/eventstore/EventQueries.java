package io.memlog.eventstore;

/// Finds events by what they belong to.
public interface EventQueries {

    /// The first events that match, in the order of the query.
    ///
    /// In the order of positions a page holds back what could still be preceded by an event that is being
    /// written, so that whoever goes on behind the last position skips nothing. It waits for such a writer
    /// for a moment first, so that an event is as a rule found as soon as its append has returned. The
    /// order of times has no such promise: an event may be appended at any time with any time of its own.
    EventPage find(EventQuery query);
}
