package io.memlog.api.operations.archive;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of files, in hexadecimal.
final class Sha256 {

    private Sha256() {}

    static String of(Path path) throws IOException {
        var digest = digest();
        try (var file = new DigestInputStream(new FileInputStream(path.toFile()), digest)) {
            file.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM knows SHA-256", e);
        }
    }
}
