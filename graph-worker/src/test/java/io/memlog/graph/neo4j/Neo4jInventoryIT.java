package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static io.memlog.schemas.inventory.EntryState.DAMAGED;
import static io.memlog.schemas.inventory.EntryState.DELETED;
import static io.memlog.schemas.inventory.EntryState.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.contract.Memories;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Neo4jInventoryIT {

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

    private final Tenant tenant = Memories.someTenant();
    private final MemoryKey key = new MemoryKey(Memories.someId(), tenant);
    private final Neo4jMemoryGraph graph = TestGraphs.on(SharedNeo4j.uri());
    private final ProjectionInventory inventory =
            new Neo4jInventory(TestGraphs.store(SharedNeo4j.uri(), TestGraphs.TIMEOUT));

    @Test
    void what_is_stored_and_what_is_deleted_is_told_by_id() {
        var keys = keys(4);
        store(keys.get(2), 7);
        store(keys.get(0), 1);
        store(keys.get(3), 1);
        graph.delete(Map.of(keys.get(3), 2L, keys.get(1), 9L));

        assertThat(memories(0, null))
                .isEqualTo(new InventoryPage(
                        List.of(
                                entry(keys.get(0), 1, STORED),
                                entry(keys.get(1), 9, DELETED),
                                entry(keys.get(2), 7, STORED),
                                entry(keys.get(3), 2, DELETED)),
                        true));
    }

    @Test
    void an_updated_memory_is_whole_although_it_kept_some_relations_and_ended_others() {
        store(key, 1, "{\"tags\": [\"kept\", \"ended\"]}");
        store(key, 2, "{\"tags\": [\"kept\", \"new\"]}");

        assertThat(memories(0, null).entries()).containsExactly(entry(key, 2, STORED));
    }

    @Test
    void a_question_about_a_range_is_answered_about_nothing_else() {
        var keys = keys(6);
        keys.forEach(one -> store(one, 1));
        graph.delete(Map.of(keys.get(3), 2L, keys.get(5), 2L));

        var answer = memories(id(keys.get(1)), id(keys.get(4)));

        assertThat(answer.complete()).isTrue();
        assertThat(answer.entries())
                .containsExactly(
                        entry(keys.get(2), 1, STORED), entry(keys.get(3), 2, DELETED), entry(keys.get(4), 1, STORED));
    }

    @Test
    void more_than_one_answer_takes_comes_in_several_without_gap_or_repetition() {
        var expected = new ArrayList<InventoryEntry>();
        var deleted = new HashMap<MemoryKey, Long>();
        var stored = new ArrayList<GraphMemory>();
        for (var one : keys(10_600)) {
            if (id(one) % 3 == 0) {
                stored.add(GraphMemory.of(memory(one.id(), 1, tenant, "a task", "{}")));
                expected.add(entry(one, 1, STORED));
            } else {
                deleted.put(one, 2L);
                expected.add(entry(one, 2, DELETED));
            }
        }
        for (var from = 0; from < stored.size(); from += 500) {
            graph.store(stored.subList(from, Math.min(from + 500, stored.size())));
        }
        graph.delete(deleted);

        var first = memories(0, null);
        var second = memories(first.entries().getLast().memory().value(), null);

        assertThat(first.complete()).isFalse();
        assertThat(first.entries()).hasSize(InventoryPage.MAX_ENTRIES);
        assertThat(second.complete()).isTrue();
        var told = new ArrayList<>(first.entries());
        told.addAll(second.entries());
        assertThat(told).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            3 | MATCH (m)-[r:OWNED_BY]->() DELETE r
            3 | MATCH (m)-[r]->() DELETE r
            3 | MATCH (m)-[r:TAGGED]->() SET r.version = 2
            3 | MATCH (m)-[r:TAGGED]->() REMOVE r.version
            3 | MATCH (m)-[r:TAGGED]->(e) CREATE (m)-[:TAGGED {version: 3}]->(e)
            3 | CREATE (m)-[:TAGGED {version: 3}]->(:Foreign)
            3 | MATCH (m)-[r:TAGGED]->(e) DETACH DELETE e
            2 | SET m.version = 2
            4 | SET m.version = 4
            0 | REMOVE m.version
            0 | SET m.version = 'three'
            3 | REMOVE m.id
            3 | SET m.id = 1
            3 | REMOVE m.document
            3 | REMOVE m.task
            3 | REMOVE m.keys
            3 | REMOVE m.user
            3 | SET m.project = 'other'
            3 | REMOVE m.mentions
            3 | REMOVE m:Memory
            3 | SET m = {key: m.key, id: m.id, version: m.version, user: m.user, project: m.project}
            0 | SET m = {key: m.key}
            """)
    void a_memory_that_is_not_the_whole_of_one_version_is_damaged(long passesFor, String deed) {
        var neighbours = keys(2);
        neighbours.forEach(one -> store(one, 3));
        store(key, 3, "{\"tags\": [\"tea\"]}");

        byHand(deed);

        assertThat(memories(0, null).entries())
                .containsExactly(
                        entry(key, passesFor, DAMAGED),
                        entry(neighbours.get(0), 3, STORED),
                        entry(neighbours.get(1), 3, STORED));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MATCH (m)-[r:OWNED_BY]->() DELETE r
            MATCH (m)-[r]->() DELETE r
            MATCH (m)-[r:TAGGED]->() SET r.version = 2
            MATCH (m)-[r:TAGGED]->() REMOVE r.version
            MATCH (m)-[r:TAGGED]->(e) CREATE (m)-[:TAGGED {version: 3}]->(e)
            CREATE (m)-[:TAGGED {version: 3}]->(:Foreign)
            MATCH (m)-[r:TAGGED]->(e) DETACH DELETE e
            SET m.version = 2
            SET m.version = 4
            REMOVE m.version
            SET m.version = 'three'
            REMOVE m.id
            SET m.id = 1
            REMOVE m.document
            REMOVE m.task
            REMOVE m.keys
            REMOVE m.user
            SET m.project = 'other'
            REMOVE m.mentions
            REMOVE m:Memory
            SET m = {key: m.key, id: m.id, version: m.version, user: m.user, project: m.project}
            SET m = {key: m.key}
            """)
    void what_is_damaged_leaves_nothing_behind_once_erased_and_is_whole_once_stored(String deed) {
        var neighbour = keys(1).getFirst();
        store(neighbour, 3, "{\"tags\": [\"tea\"]}");
        store(key, 3, "{\"tags\": [\"tea\"]}");
        byHand(deed);

        graph.purge(Set.of(key));
        var erased = memories(0, null).entries();
        store(key, 3, "{\"tags\": [\"tea\"]}");

        assertThat(erased).extracting(InventoryEntry::memory).containsExactly(neighbour.id());
        assertThat(memories(0, null).entries()).contains(entry(key, 3, STORED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET m.document = 'secret'", "SET m:Memory", "REMOVE m.user", "CREATE (m)-[:TAGGED]->(:Foreign)"
            })
    void a_deletion_that_keeps_more_or_less_than_it_should_is_damaged(String deed) {
        graph.delete(Map.of(key, 2L));

        byHand(deed);

        assertThat(memories(0, null).entries()).containsExactly(entry(key, 2, DAMAGED));
    }

    @Test
    void a_memory_whose_node_is_gone_is_not_there() {
        store(key, 1);

        byHand("DETACH DELETE m");

        assertThat(memories(0, null)).isEqualTo(new InventoryPage(List.of(), true));
    }

    @Test
    void tenants_that_look_alike_are_told_apart() {
        var run = Memories.someTenant().userId();
        var tenants = LOOKALIKES.stream()
                .map(one -> new Tenant(one.userId() + run, one.projectId()))
                .toList();
        var expected = new HashMap<Tenant, List<InventoryEntry>>();
        for (var one : tenants) {
            var stored = new MemoryKey(Memories.someId(), one);
            var deleted = new MemoryKey(Memories.someId(), one);
            store(stored, 1);
            graph.delete(Map.of(deleted, 2L));
            expected.put(one, List.of(entry(stored, 1, STORED), entry(deleted, 2, DELETED)));
        }

        assertThat(tenants)
                .allSatisfy(one -> assertThat(
                                inventory.memories(query(one, 0, null)).entries())
                        .isEqualTo(expected.get(one)));
        assertThat(allTenants(3)).containsAll(tenants);
    }

    @Test
    void tenants_come_once_each_those_of_deletions_too() {
        var deletedOnly = Memories.someTenant();
        var both = Memories.someTenant();
        store(key, 1);
        keys(5).forEach(one -> store(new MemoryKey(one.id(), both), 1));
        graph.delete(
                Map.of(new MemoryKey(Memories.someId(), deletedOnly), 1L, new MemoryKey(Memories.someId(), both), 2L));

        var tenants = allTenants(2);

        assertThat(tenants).doesNotHaveDuplicates().contains(tenant, deletedOnly, both);
        assertThat(new HashSet<>(tenants)).isEqualTo(new HashSet<>(allTenants(1_000)));
    }

    @Test
    void a_node_that_names_another_tenant_than_its_key_does_not_hide_it() {
        var keys = keys(3);
        keys.forEach(one -> store(one, 1));
        TestGraphs.run(
                "MATCH (m:Record {key: $key}) SET m.user = 'somebody else'",
                Map.of("key", NodeKeys.memory(keys.getFirst())));

        assertThat(allTenants(1_000))
                .contains(tenant)
                .noneMatch(one -> one.userId().equals("somebody else"));
    }

    @Test
    void nothing_is_left_of_a_tenant_whose_memories_are_erased() {
        store(key, 1);

        graph.purge(Set.of(key));

        assertThat(memories(0, null)).isEqualTo(new InventoryPage(List.of(), true));
        assertThat(allTenants(1_000)).doesNotContain(tenant);
    }

    private void store(MemoryKey one, long version) {
        store(one, version, "{}");
    }

    private void store(MemoryKey one, long version, String rawData) {
        graph.store(List.of(GraphMemory.of(memory(one.id(), version, one.tenant(), "a task", rawData))));
    }

    private void byHand(String deed) {
        TestGraphs.run("MATCH (m:Record {key: $key}) WITH m " + deed, Map.of("key", NodeKeys.memory(key)));
    }

    private List<Tenant> allTenants(int limit) {
        List<Tenant> tenants = new ArrayList<>();
        @Nullable String after = null;
        do {
            InventoryTenants page = inventory.tenants(after, limit);
            assertThat(page.tenants()).hasSizeLessThanOrEqualTo(limit);
            tenants.addAll(page.tenants());
            after = page.next();
        } while (after != null);
        return tenants;
    }

    private List<MemoryKey> keys(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> new MemoryKey(Memories.someId(), tenant))
                .toList();
    }

    private InventoryPage memories(long above, @Nullable Long upTo) {
        return inventory.memories(query(tenant, above, upTo));
    }

    private static InventoryQuery query(Tenant asked, long above, @Nullable Long upTo) {
        return new InventoryQuery(asked.userId(), asked.projectId(), above, upTo);
    }

    private static InventoryEntry entry(MemoryKey memory, long version, EntryState state) {
        return new InventoryEntry(memory.id(), version, state);
    }

    private static long id(MemoryKey memory) {
        return memory.id().value();
    }
}
