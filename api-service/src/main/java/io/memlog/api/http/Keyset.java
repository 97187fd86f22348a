package io.memlog.api.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/// The key of an item in a list that is ordered by time and id.
public record Keyset(Instant time, UUID id) {

    static final int LENGTH = 3;

    static Keyset of(long[] key) {
        return new Keyset(Instant.EPOCH.plus(key[0], ChronoUnit.MICROS), new UUID(key[1], key[2]));
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
