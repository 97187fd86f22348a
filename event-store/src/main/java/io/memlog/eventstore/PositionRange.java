package io.memlog.eventstore;

import org.jspecify.annotations.Nullable;

/// The positions from one to another, both of them included.
public record PositionRange(Position first, Position last) {

    public PositionRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException(first + " comes after " + last);
        }
    }

    /// What of the range comes after a position of it; null when that is the last one.
    public @Nullable PositionRange after(Position position) {
        return position.compareTo(last) < 0 ? new PositionRange(new Position(position.value() + 1), last) : null;
    }
}
