package io.memlog.api.http.security;

import io.memlog.schemas.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/// The secret of an API key: 256 random bits behind a prefix that scanners for leaked secrets recognise. Only its hash
/// is stored; a secret of that size needs no slow hash.
record ApiKeySecret(String text) {

    static final String PREFIX = "mlk_";
    private static final int BYTES = 32;
    private static final Pattern FORMAT = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static ApiKeySecret random() {
        var bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new ApiKeySecret(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    static boolean isWellFormed(String text) {
        return FORMAT.matcher(text).matches();
    }

    byte[] hash() {
        return Sha256.of(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return PREFIX + "…";
    }
}
