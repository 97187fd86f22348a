package io.memlog.cli.store;

import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.json.Json;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.node.ObjectNode;

/// Generates an idempotency key for each memory log of a file that is the same whenever the file is read: the hash of
/// its content, and its number among equal ones.
final class IdempotencyKeyGenerator {

    private static final ObjectWriter SORTED = Json.mapper().writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);

    /// By the first 64 bits of the hash, to save memory: contents that share them merely share a count.
    private final Map<Long, Integer> counts = new HashMap<>();

    String next(ObjectNode log) {
        var hash = Sha256.of(SORTED.writeValueAsBytes(log));
        var number = counts.merge(ByteBuffer.wrap(hash).getLong(), 1, Integer::sum);
        return "line-" + HexFormat.of().formatHex(hash) + "-" + number;
    }
}
