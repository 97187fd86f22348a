package io.memlog.api;

import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The store of a fake worker, with the content that a test sets.
public final class FakeStore {

    private static final int ENTRIES_AT_ONCE = 3;

    private final Map<Tenant, ConcurrentSkipListMap<Long, InventoryEntry>> tenants = new ConcurrentHashMap<>();
    private final Map<Tenant, Integer> questions = new ConcurrentHashMap<>();

    public void holds(Tenant tenant, long memory, long version, EntryState state) {
        tenants.computeIfAbsent(tenant, _ -> new ConcurrentSkipListMap<>())
                .put(memory, new InventoryEntry(new MemoryId(memory), version, state));
    }

    public void drops(Tenant tenant, long memory) {
        tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>()).remove(memory);
    }

    /// The entries of a tenant.
    public Map<Long, InventoryEntry> of(Tenant tenant) {
        return tenants.getOrDefault(tenant, new ConcurrentSkipListMap<>());
    }

    /// The entry of a memory.
    public InventoryEntry entry(Tenant tenant, long memory) {
        return Objects.requireNonNull(of(tenant).get(memory));
    }

    /// How many requests asked for the memories of a tenant.
    public int asked(Tenant tenant) {
        return questions.getOrDefault(tenant, 0);
    }

    void clear() {
        tenants.clear();
        questions.clear();
    }

    Object answer(String path, byte[] body) {
        if (path.endsWith("/tenants")) {
            return new InventoryTenants(
                    tenants.keySet().stream()
                            .sorted(Comparator.comparing(Tenant::toString))
                            .toList(),
                    null);
        }
        return answer(Json.mapper().readValue(body, InventoryQuery.class));
    }

    /// Limited to a few entries, so that a client needs several requests.
    private InventoryPage answer(InventoryQuery query) {
        questions.merge(query.tenant(), 1, Integer::sum);
        List<InventoryEntry> covered = of(query.tenant()).values().stream()
                .filter(entry -> query.covers(entry.memory().value()))
                .toList();
        return covered.size() > ENTRIES_AT_ONCE
                ? new InventoryPage(covered.subList(0, ENTRIES_AT_ONCE), false)
                : new InventoryPage(covered, true);
    }
}
