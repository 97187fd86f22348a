package io.memlog.api.operations.reconciliation;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/// Where a list of findings goes on: below this number, in a list with the same filter.
final class FindingCursor {

    private static final int BYTES = Long.BYTES + Integer.BYTES;

    private FindingCursor() {}

    static String text(long number, FindingFilter filter) {
        var bytes = ByteBuffer.allocate(BYTES).putLong(number).putInt(hash(filter));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /// Empty when the text is no cursor, or one of a list with another filter.
    static Optional<Long> parse(String text, FindingFilter filter) {
        try {
            var bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                return Optional.empty();
            }
            var number = bytes.getLong();
            return bytes.getInt() == hash(filter) ? Optional.of(number) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The same in every instance, as the hash of an enum is not.
    private static int hash(FindingFilter filter) {
        return filter.toString().hashCode();
    }
}
