package io.memlog.consumer.contract;

import static io.memlog.schemas.inventory.EntryState.DAMAGED;
import static io.memlog.schemas.inventory.EntryState.DELETED;
import static io.memlog.schemas.inventory.EntryState.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What each store of a projection lists. A subclass has a static method `corruptions` with all the ways in which a
/// memory stored at version 3 can get damaged.
public abstract class InventoryContract {

    private static final List<Tenant> LOOKALIKES = List.of(
            new Tenant("anna", "blue"),
            new Tenant("Anna", "blue"),
            new Tenant("anna ", "blue"),
            new Tenant("anna", "Blue"),
            new Tenant("annab", "lue"),
            new Tenant("blue", "anna"),
            new Tenant("caf\u00e9", "blue"),
            new Tenant("cafe\u0301", "blue"),
            new Tenant("\uff41nna", "blue"),
            new Tenant("an\u200bna", "blue"),
            new Tenant("\ud83d\ude00", "blue"));

    protected final Tenant tenant = Memories.someTenant();
    protected final MemoryKey key = new MemoryKey(Memories.someId(), tenant);

    protected abstract ProjectionInventory inventory();

    protected abstract void store(Map<MemoryKey, Long> versions);

    protected abstract void delete(Map<MemoryKey, Long> versions);

    protected abstract void purge(Set<MemoryKey> memories);

    /// @param version the version of the damaged memory in the inventory
    public record Corruption(String description, long version, Consumer<MemoryKey> change) {

        @Override
        public String toString() {
            return description;
        }
    }

    @Test
    void stored_and_deleted_memories_are_listed_by_id() {
        var keys = keys(4);
        store(Map.of(keys.get(2), 7L, keys.get(0), 1L));
        store(Map.of(keys.get(3), 1L));
        delete(Map.of(keys.get(3), 2L, keys.get(1), 9L));

        assertThat(memories())
                .isEqualTo(new InventoryPage(
                        List.of(
                                entry(keys.get(0), 1, STORED),
                                entry(keys.get(1), 9, DELETED),
                                entry(keys.get(2), 7, STORED),
                                entry(keys.get(3), 2, DELETED)),
                        true));
    }

    @Test
    void an_unknown_tenant_has_no_entries() {
        assertThat(memories()).isEqualTo(new InventoryPage(List.of(), true));
    }

    @Test
    void a_query_for_a_range_of_ids_lists_only_that_range() {
        var keys = keys(6);
        keys.forEach(one -> store(Map.of(one, 1L)));
        delete(Map.of(keys.get(3), 2L, keys.get(5), 2L));

        var page = memories(id(keys.get(1)), id(keys.get(4)));

        assertThat(page.complete()).isTrue();
        assertThat(page.entries())
                .containsExactly(
                        entry(keys.get(2), 1, STORED), entry(keys.get(3), 2, DELETED), entry(keys.get(4), 1, STORED));
    }

    @Test
    void more_entries_than_one_page_takes_come_on_two_without_gap_or_repetition() {
        var stored = new ArrayList<MemoryKey>();
        var deleted = new LinkedHashMap<MemoryKey, Long>();
        var expected = new ArrayList<InventoryEntry>();
        for (var one : keys(10_600)) {
            if (id(one) % 2 == 0) {
                stored.add(one);
                expected.add(entry(one, 1, STORED));
            } else {
                deleted.put(one, 2L);
                expected.add(entry(one, 2, DELETED));
            }
        }
        stored.reversed().stream().gather(Gatherers.windowFixed(500)).forEach(batch -> {
            var versions = new HashMap<MemoryKey, Long>();
            batch.forEach(one -> versions.put(one, 1L));
            store(versions);
        });
        delete(deleted);

        var first = memories();
        var second = memories(first.entries().getLast().memory().value(), null);

        assertThat(first.complete()).isFalse();
        assertThat(first.entries()).hasSize(InventoryPage.MAX_ENTRIES);
        assertThat(second.complete()).isTrue();
        assertThat(Stream.concat(first.entries().stream(), second.entries().stream()))
                .containsExactlyElementsOf(expected);
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void a_memory_that_is_not_exactly_one_version_is_damaged(Corruption corruption) {
        var neighbours = keys(2);
        store(Map.of(neighbours.get(0), 3L, key, 3L, neighbours.get(1), 3L));

        corruption.change().accept(key);

        assertThat(memories().entries())
                .containsExactly(
                        entry(key, corruption.version(), DAMAGED),
                        entry(neighbours.get(0), 3, STORED),
                        entry(neighbours.get(1), 3, STORED));
    }

    @ParameterizedTest
    @MethodSource("corruptions")
    void a_damaged_memory_is_gone_once_purged_and_complete_once_stored_again(Corruption corruption) {
        var neighbour = keys(1).getFirst();
        store(Map.of(neighbour, 3L, key, 3L));
        corruption.change().accept(key);

        purge(Set.of(key));
        var purged = memories().entries();
        store(Map.of(key, 3L));

        assertThat(purged).containsExactly(entry(neighbour, 3, STORED));
        assertThat(memories().entries()).containsExactly(entry(key, 3, STORED), entry(neighbour, 3, STORED));
    }

    @Test
    void tenants_with_similar_ids_are_distinguished() {
        var run = Memories.someTenant().userId();
        var tenants = LOOKALIKES.stream()
                .map(one -> new Tenant(one.userId() + run, one.projectId()))
                .toList();
        var expected = new HashMap<Tenant, List<InventoryEntry>>();
        for (var one : tenants) {
            var stored = new MemoryKey(Memories.someId(), one);
            var deleted = new MemoryKey(Memories.someId(), one);
            store(Map.of(stored, 1L));
            delete(Map.of(deleted, 2L));
            expected.put(one, List.of(entry(stored, 1, STORED), entry(deleted, 2, DELETED)));
        }

        assertThat(tenants)
                .allSatisfy(one -> assertThat(
                                inventory().memories(query(one, 0, null)).entries())
                        .isEqualTo(expected.get(one)));
        assertThat(allTenants(3)).containsAll(tenants);
    }

    @Test
    void tenants_with_stored_or_deleted_memories_are_listed_once_each() {
        var deletedOnly = Memories.someTenant();
        var both = Memories.someTenant();
        store(Map.of(key, 1L));
        keys(5).forEach(one -> store(Map.of(new MemoryKey(one.id(), both), 1L)));
        delete(Map.of(new MemoryKey(Memories.someId(), deletedOnly), 1L, new MemoryKey(Memories.someId(), both), 2L));

        var tenants = allTenants(2);

        assertThat(tenants).doesNotHaveDuplicates().contains(tenant, deletedOnly, both);
        assertThat(new HashSet<>(tenants)).isEqualTo(new HashSet<>(allTenants(1_000)));
    }

    protected final InventoryPage memories() {
        return memories(0, null);
    }

    protected final List<Tenant> allTenants(int limit) {
        List<Tenant> tenants = new ArrayList<>();
        @Nullable String after = null;
        do {
            var page = inventory().tenants(after, limit);
            assertThat(page.tenants()).hasSizeLessThanOrEqualTo(limit);
            tenants.addAll(page.tenants());
            after = page.next();
        } while (after != null);
        return tenants;
    }

    protected final List<MemoryKey> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> new MemoryKey(Memories.someId(), tenant))
                .toList();
    }

    protected static InventoryQuery query(Tenant tenant, long above, @Nullable Long upTo) {
        return new InventoryQuery(tenant.userId(), tenant.projectId(), above, upTo);
    }

    protected static InventoryEntry entry(MemoryKey memory, long version, EntryState state) {
        return new InventoryEntry(memory.id(), version, state);
    }

    protected static long id(MemoryKey memory) {
        return memory.id().value();
    }

    private InventoryPage memories(long above, @Nullable Long upTo) {
        return inventory().memories(query(tenant, above, upTo));
    }
}
