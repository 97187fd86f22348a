package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterReadRepository.Keyset;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The next page of a list: the dead letters after this one, with the same filter.
record DeadLetterCursor(Keyset after, int filterHash) {

    private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

    static DeadLetterCursor after(DeadLetter last, DeadLetterFilter filter) {
        return new DeadLetterCursor(
                new Keyset(last.snapshot().firstSeen(), last.id().value()), hash(filter));
    }

    String text() {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, after.firstSeen()))
                .putLong(after.id().getMostSignificantBits())
                .putLong(after.id().getLeastSignificantBits())
                .putInt(filterHash)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Empty for a text that is no cursor, or a cursor of another filter.
    static Optional<DeadLetterCursor> parse(String text, DeadLetterFilter filter) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                return Optional.empty();
            }
            var firstSeen = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            var id = new UUID(bytes.getLong(), bytes.getLong());
            var cursor = new DeadLetterCursor(new Keyset(firstSeen, id), bytes.getInt());
            return cursor.filterHash == hash(filter) ? Optional.of(cursor) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// Equal in every instance, unlike the hash of an enum.
    private static int hash(DeadLetterFilter filter) {
        return filter.toString().hashCode();
    }
}
