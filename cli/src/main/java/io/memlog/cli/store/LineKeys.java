package io.memlog.cli.store;

import io.memlog.schemas.json.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.ObjectNode;

/// Gives each memory log of a file an idempotency key that is the same whenever the file is read: its
/// content, and how many equal ones stand before it.
final class LineKeys {

    private static final ObjectWriter SORTED = Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    private final Ordinals ordinals = new Ordinals();

    String next(ObjectNode log) {
        var hash = sha256(SORTED.writeValueAsBytes(log));
        var ordinal = ordinals.next(ByteBuffer.wrap(hash).getLong());
        return "line-" + HexFormat.of().formatHex(hash) + "-" + ordinal;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
