package io.memlog.eventstore;

/// Where an event stands in the whole log, from 1. Positions of one stream follow its versions; those of
/// different streams may become visible out of order.
public record Position(long value) implements Comparable<Position> {

    /// Before every event.
    public static final Position BEGINNING = new Position(0);

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
