package io.memlog.schemas.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 without checked exceptions.
public final class Sha256 {

    private Sha256() {}

    /// A new digest, for input that comes in parts.
    public static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public static byte[] of(byte[] bytes) {
        return digest().digest(bytes);
    }

    /// The hash of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits.
    public static String hex(String text) {
        return HexFormat.of().formatHex(of(text.getBytes(UTF_8)));
    }
}
