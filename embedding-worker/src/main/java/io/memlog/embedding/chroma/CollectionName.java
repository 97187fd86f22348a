package io.memlog.embedding.chroma;

import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.memory.Tenant;
import java.nio.ByteBuffer;
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
        return HexFormat.of().formatHex(Sha256.of(bytes.array()), 0, HASH_BYTES);
    }
}
