package io.memlog.graph.neo4j;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;

/// The inventory of Neo4j. Memories are found by their keys, which contain tenant and id, so that no damaged property
/// hides one.
record Neo4jInventory(Neo4jStore store) implements ProjectionInventory {

    /// A memory is complete when it has all properties that a search needs and as many relations as it was written
    /// with, each of its version. A tombstone has neither text nor relations.
    private static final String MEMORIES = """
            MATCH (m:Record)
            WHERE m.key STARTS WITH $prefix
            WITH m, toIntegerOrNull(substring(m.key, size($prefix))) AS id
            WHERE id > $above AND ($upTo IS NULL OR id <= $upTo) AND m.key = $prefix + toString(id)
            WITH m, id ORDER BY id LIMIT $limit
            WITH m, id, %s AS version
            WITH m, id, version,
              version > 0 AND m.id = id AND m.user = $user AND m.project = $project AS valid
            RETURN id, version, CASE
              WHEN NOT coalesce(valid, false) THEN 'damaged'
              WHEN m:Memory AND m.task IS NOT NULL AND m.document IS NOT NULL AND m.beneath IS NOT NULL
                AND m.keys IS NOT NULL AND m.first IS NOT NULL AND m.last IS NOT NULL AND m.tags IS NOT NULL
                AND COUNT { (m)--() } = m.mentions
                AND NOT EXISTS { (m)-[r]->() WHERE coalesce(r.version, 0) <> version }
              THEN 'stored'
              WHEN NOT m:Memory AND all(name IN keys(m) WHERE name IN $identity) AND NOT EXISTS { (m)--() }
              THEN 'deleted'
              ELSE 'damaged'
            END AS state
            """.formatted(MemoryWriteTransaction.VERSION);

    private static final String NEXT_KEY = """
            MATCH (m:Record)
            WHERE m.key > $after
            RETURN m.key AS key ORDER BY key LIMIT 1
            """;

    private static final String TENANT_NAMES = """
            MATCH (m:Record)
            WHERE m.key STARTS WITH $prefix AND m.user IS :: STRING NOT NULL AND m.project IS :: STRING NOT NULL
            RETURN m.user AS user, m.project AS project LIMIT 10
            """;

    /// Looks up one key of each tenant in the index, however many memories the tenant has.
    @Override
    public InventoryTenants tenants(@Nullable String after, int limit) {
        return store.read(transaction -> {
            List<Tenant> tenants = new ArrayList<>();
            var last = after == null ? "" : after;
            while (true) {
                var next = nextTenant(transaction, last);
                if (next == null || tenants.size() == limit) {
                    return new InventoryTenants(tenants, next == null ? null : last);
                }
                tenant(transaction, next).ifPresent(tenants::add);
                last = next;
            }
        });
    }

    /// Fetches one row more than a page has, to know whether the page is the last.
    @Override
    public InventoryPage memories(InventoryQuery query) {
        Map<String, @Nullable Object> parameters = new HashMap<>();
        parameters.put("prefix", NodeKeys.prefix(NodeKeys.tenant(query.tenant())));
        parameters.put("above", query.above());
        parameters.put("upTo", query.upTo());
        parameters.put("user", query.userId());
        parameters.put("project", query.projectId());
        parameters.put("identity", MemoryProperties.IDENTITY);
        parameters.put("limit", InventoryPage.MAX_ENTRIES + 1);
        var found =
                store.read(transaction -> transaction.run(MEMORIES, parameters).list(Neo4jInventory::entry));
        var complete = found.size() <= InventoryPage.MAX_ENTRIES;
        return new InventoryPage(complete ? found : found.subList(0, InventoryPage.MAX_ENTRIES), complete);
    }

    private static @Nullable String nextTenant(Transaction transaction, String after) {
        var found = transaction
                .run(NEXT_KEY, Map.of("after", after + "."))
                .list(row -> NodeKeys.tenantOf(row.get("key").asString()));
        return found.isEmpty() ? null : found.getFirst();
    }

    /// The tenant of a key: a node's user and project count only where they have this key.
    private static Optional<Tenant> tenant(Transaction transaction, String key) {
        return transaction
                .run(TENANT_NAMES, Map.of("prefix", NodeKeys.prefix(key)))
                .list(row ->
                        List.of(row.get("user").asString(), row.get("project").asString()))
                .stream()
                .filter(names -> names.stream().noneMatch(String::isBlank))
                .map(names -> new Tenant(names.getFirst(), names.getLast()))
                .filter(tenant -> NodeKeys.tenant(tenant).equals(key))
                .findFirst();
    }

    private static InventoryEntry entry(Record row) {
        return new InventoryEntry(
                new MemoryId(row.get("id").asLong()),
                row.get("version").asLong(),
                WireEnum.parse(EntryState.class, row.get("state").asString()));
    }
}
