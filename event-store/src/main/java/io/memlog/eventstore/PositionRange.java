package io.memlog.eventstore;

import org.jspecify.annotations.Nullable;

/// A range of positions, both ends included.
public record PositionRange(Position first, Position last) {

    public PositionRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException(first + " comes after " + last);
        }
    }

    /// The rest of the range after one of its positions; null after the last one.
    public @Nullable PositionRange after(Position position) {
        return position.compareTo(last) < 0 ? new PositionRange(new Position(position.value() + 1), last) : null;
    }
}
