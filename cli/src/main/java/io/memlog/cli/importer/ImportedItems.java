package io.memlog.cli.importer;

import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.store.RetryingClient;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.text.JsonTexts;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The items that Memlog has from earlier imports, and those of this one. They are listed once for each tenant and
/// format, because Memlog forgets idempotency keys after a time.
final class ImportedItems {

    private static final int PAGE_SIZE = 100;
    private static final int INVALID = 400;
    private static final int FORBIDDEN = 403;

    private final @Nullable RetryingClient client;
    private final Map<Tenant, Tenancy> tenants = new HashMap<>();

    /// @param client null when only the items of this run are known
    ImportedItems(@Nullable RetryingClient client) {
        this.client = client;
    }

    /// What the memory logs of a format share, by which they can be listed.
    static String requestId(String format) {
        return "import:" + format;
    }

    /// The key of an item: the same whenever it is imported.
    static String key(ObjectNode log) {
        return "import-" + HexFormat.of().formatHex(hash(source(log)));
    }

    /// Compares an item with the one of the same id, and remembers it when there is none.
    Match match(ObjectNode log) throws InterruptedException {
        var tenancy = tenancy(log);
        var problem = tenancy.problem();
        if (problem != null) {
            return new Match.Refused(problem);
        }
        var source = source(log);
        var known = tenancy.items().putIfAbsent(Digest.of(hash(source)), contentOf(source));
        if (known == null) {
            return new Match.New();
        }
        return new Match.Known(known == contentOf(source));
    }

    private Tenancy tenancy(ObjectNode log) throws InterruptedException {
        var tenant = new Tenant(
                log.path("user_id").stringValue(null),
                log.path("project_id").stringValue(null),
                log.path("request_id").stringValue());
        var known = tenants.get(tenant);
        if (known == null) {
            known = client == null ? new Tenancy(new HashMap<>(), null) : list(tenant, client);
            tenants.put(tenant, known);
        }
        return known;
    }

    private static Tenancy list(Tenant tenant, RetryingClient client) throws InterruptedException {
        Map<Digest, Long> items = new HashMap<>();
        try {
            String cursor = null;
            do {
                var page = client.get(RequestPath.of("/memory-logs")
                                .with("user_id", tenant.user())
                                .with("project_id", tenant.project())
                                .with("request_id", tenant.request())
                                .with("limit", PAGE_SIZE)
                                .with("cursor", cursor))
                        .json();
                for (var memory : page.path("items")) {
                    var source = source(memory);
                    if (source.isObject()) {
                        items.put(Digest.of(hash(source)), contentOf(source));
                    }
                }
                cursor = page.path("next_cursor").stringValue(null);
            } while (cursor != null);
            return new Tenancy(items, null);
        } catch (ApiException e) {
            var status = e.response().map(response -> response.status()).orElse(0);
            if (status != INVALID && status != FORBIDDEN) {
                throw e;
            }
            return new Tenancy(items, e.response().orElseThrow().problem());
        }
    }

    private static JsonNode source(JsonNode log) {
        return log.path("raw_data").path(JsonTexts.IMPORT_SOURCE);
    }

    /// Of the format, kind and id.
    private static byte[] hash(JsonNode source) {
        var id = Json.mapper()
                .createArrayNode()
                .add(source.path("format"))
                .add(source.path("kind"))
                .add(source.path("id"));
        return Sha256.of(Json.mapper().writeValueAsBytes(id));
    }

    private static long contentOf(JsonNode source) {
        var hash = source.path("hash").asString("");
        return hash.matches("[0-9a-f]{64}") ? HexFormat.fromHexDigitsToLong(hash.substring(0, 16)) : 0;
    }

    /// What is known about an item.
    sealed interface Match {

        record New() implements Match {}

        /// @param isSame whether the content is the same too
        record Known(boolean isSame) implements Match {}

        /// Memlog refuses what belongs to this tenant.
        record Refused(JsonNode problem) implements Match {}
    }

    private record Tenant(@Nullable String user, @Nullable String project, String request) {}

    /// @param problem why Memlog lists nothing of the tenant
    private record Tenancy(
            Map<Digest, Long> items, @Nullable JsonNode problem) {}

    /// Half of a SHA-256, to save memory.
    private record Digest(long first, long second) {

        static Digest of(byte[] hash) {
            var numbers = ByteBuffer.wrap(hash);
            return new Digest(numbers.getLong(), numbers.getLong());
        }
    }
}
