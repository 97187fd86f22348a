package io.memlog.api.operations.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A number in a header: decimal text, or four or eight bytes with the highest first.
public final class NumericHeader {

    private static final int LONGEST = 19;

    private NumericHeader() {}

    /// Empty when it is no number, or a negative one. Digits are taken for text: as bytes they would be numbers
    /// that no partition or offset reaches.
    public static Optional<Long> of(byte[] bytes) {
        if (isDecimal(bytes)) {
            try {
                return Optional.of(Long.parseLong(new String(bytes, StandardCharsets.US_ASCII)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return switch (bytes.length) {
            case Integer.BYTES -> positive(ByteBuffer.wrap(bytes).getInt());
            case Long.BYTES -> positive(ByteBuffer.wrap(bytes).getLong());
            default -> Optional.empty();
        };
    }

    private static boolean isDecimal(byte[] bytes) {
        if (bytes.length == 0 || bytes.length > LONGEST) {
            return false;
        }
        for (byte octet : bytes) {
            if (octet < '0' || octet > '9') {
                return false;
            }
        }
        return true;
    }

    private static Optional<Long> positive(long number) {
        return number < 0 ? Optional.empty() : Optional.of(number);
    }
}
