package io.memlog.api.operations.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Parses a number in a header: decimal text, or a big-endian int or long.
public final class NumericHeader {

    private static final int MAX_DIGITS = 19;

    private NumericHeader() {}

    /// Empty for a negative number or none. Digits count as text: as bytes they would be numbers that no
    /// partition or offset reaches.
    public static Optional<Long> of(byte[] bytes) {
        if (isDecimal(bytes)) {
            try {
                return Optional.of(Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return switch (bytes.length) {
            case Integer.BYTES -> nonNegative(ByteBuffer.wrap(bytes).getInt());
            case Long.BYTES -> nonNegative(ByteBuffer.wrap(bytes).getLong());
            default -> Optional.empty();
        };
    }

    private static boolean isDecimal(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > MAX_DIGITS) {
            return false;
        }
        for (byte octet : bytes) {
            if (octet < '0' || octet > '9') {
                return false;
            }
        }
        return true;
    }

    private static Optional<Long> nonNegative(long number) {
        return number < 0 ? Optional.empty() : Optional.of(number);
    }
}
