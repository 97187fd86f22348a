package io.memlog.eventstore;

/// The order of found events.
public enum EventOrder {
    /// In the order of their appends.
    POSITION,
    /// By their times of occurrence, then by position.
    TIME
}
