package io.memlog.eventstore;

/// How found events follow each other.
public enum EventOrder {
    /// As they were appended.
    POSITION,
    /// As they happened, by their own times; at the same time, as they were appended.
    TIME
}
