package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Tenant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The name of the collection of a user and project, readable and unique.
///
/// A collection name supports neither every character nor every length of an id, so a hash of the exact ids
/// distinguishes tenants; the part before it is for operators.
final class CollectionName {

    private static final int MAX_SLUG_LENGTH = 32;
    private static final int HASH_BYTES = 16;

    private CollectionName() {}

    static String of(Tenant tenant) {
        return "memlog-" + slug(tenant.userId()) + "-" + slug(tenant.projectId()) + "-" + hash(tenant);
    }

    private static String slug(String id) {
        var slug = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.substring(0, Math.min(MAX_SLUG_LENGTH, slug.length()));
    }

    /// Includes the length of the first id, so that moving a character from one id to the other changes the
    /// hash.
    private static String hash(Tenant tenant) {
        var user = tenant.userId();
        var project = tenant.projectId();
        var bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * (user.length() + project.length()));
        bytes.putInt(user.length());
        user.chars().forEach(c -> bytes.putChar((char) c));
        project.chars().forEach(c -> bytes.putChar((char) c));
        return HexFormat.of().formatHex(sha256(bytes.array()), 0, HASH_BYTES);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
