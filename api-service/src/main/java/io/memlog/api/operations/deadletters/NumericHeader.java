package io.memlog.api.operations.deadletters;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Parses a number in a header: decimal text, or a big-endian int or long.
public final class NumericHeader {

    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,19}");

    private NumericHeader() {}

    /// Empty for a negative number or none. Digits count as text: as bytes they would be numbers that no
    /// partition or offset reaches.
    public static Optional<Long> of(byte[] bytes) {
        var text = new String(bytes, StandardCharsets.US_ASCII);
        if (DECIMAL.matcher(text).matches()) {
            return nonNegative(new BigInteger(text));
        }
        return bytes.length == Integer.BYTES || bytes.length == Long.BYTES
                ? nonNegative(new BigInteger(bytes))
                : Optional.empty();
    }

    private static Optional<Long> nonNegative(BigInteger number) {
        return number.signum() >= 0 && number.bitLength() < Long.SIZE
                ? Optional.of(number.longValue())
                : Optional.empty();
    }
}
