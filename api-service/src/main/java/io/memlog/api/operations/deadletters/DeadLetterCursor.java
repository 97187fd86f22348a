package io.memlog.api.operations.deadletters;

import io.memlog.api.operations.deadletters.DeadLetterReadRepository.Mark;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// Where a list goes on: behind this letter, in a list with the same filter.
record DeadLetterCursor(Mark behind, int filterHash) {

    private static final int BYTES = 3 * Long.BYTES + Integer.BYTES;

    static DeadLetterCursor behind(DeadLetter last, DeadLetterFilter filter) {
        return new DeadLetterCursor(new Mark(last.firstSeen(), last.id()), hash(filter));
    }

    String text() {
        var bytes = ByteBuffer.allocate(BYTES)
                .putLong(ChronoUnit.MICROS.between(Instant.EPOCH, behind.firstSeen()))
                .putLong(behind.id().value().getMostSignificantBits())
                .putLong(behind.id().value().getLeastSignificantBits())
                .putInt(filterHash)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// Empty when the text is no cursor, or one of a list with another filter.
    static Optional<DeadLetterCursor> parse(String text, DeadLetterFilter filter) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                return Optional.empty();
            }
            var firstSeen = Instant.EPOCH.plus(bytes.getLong(), ChronoUnit.MICROS);
            var letter = new DeadLetterId(new UUID(bytes.getLong(), bytes.getLong()));
            var cursor = new DeadLetterCursor(new Mark(firstSeen, letter), bytes.getInt());
            return cursor.filterHash == hash(filter) ? Optional.of(cursor) : Optional.empty();
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /// The same in every instance, as the hash of an enum is not.
    private static int hash(DeadLetterFilter filter) {
        return filter.toString().hashCode();
    }
}
