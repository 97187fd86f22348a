package io.memlog.eventstore;

/// Where an event stands in the whole log. Positions of one stream follow its versions; those of different
/// streams may become visible out of order.
public record Position(long value) implements Comparable<Position> {

    @Override
    public int compareTo(Position other) {
        return Long.compare(value, other.value);
    }
}
