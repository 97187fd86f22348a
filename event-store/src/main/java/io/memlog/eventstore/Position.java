package io.memlog.eventstore;

/// The number of an event in the whole log, from 1. Positions of one stream are ordered as its versions;
/// positions of different streams may become visible out of order.
public record Position(long value) implements Comparable<Position> {

    /// Before every event.
    public static final Position BEGINNING = new Position(0);

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
