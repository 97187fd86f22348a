package io.memlog.api.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/// The key of an item in a list that is ordered by time and id.
public record Keyset(Instant time, UUID id) {

    static final int LENGTH = 3;

    private static final Instant MIN_TIME = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant MAX_TIME = Instant.parse("9999-12-31T23:59:59Z");

    /// Empty when the time is none that PostgreSQL has.
    static Optional<Keyset> find(long[] key) {
        var time = Instant.EPOCH.plus(key[0], ChronoUnit.MICROS);
        return time.isBefore(MIN_TIME) || time.isAfter(MAX_TIME)
                ? Optional.empty()
                : Optional.of(new Keyset(time, new UUID(key[1], key[2])));
    }

    /// The cursor behind this item.
    public String cursor(Object filter) {
        return Cursor.of(
                filter,
                ChronoUnit.MICROS.between(Instant.EPOCH, time),
                id.getMostSignificantBits(),
                id.getLeastSignificantBits());
    }
}
