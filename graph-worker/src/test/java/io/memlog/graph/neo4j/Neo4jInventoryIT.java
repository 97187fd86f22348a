package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static io.memlog.schemas.inventory.EntryState.DAMAGED;
import static io.memlog.schemas.inventory.EntryState.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.consumer.contract.InventoryContract;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.memory.MemoryKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Neo4jInventoryIT extends InventoryContract {

    private final Neo4jMemoryGraph graph = TestGraphs.on(SharedNeo4j.uri());
    private final ProjectionInventory inventory =
            new Neo4jInventory(TestGraphs.store(SharedNeo4j.uri(), TestGraphs.TIMEOUT));

    @Override
    protected ProjectionInventory inventory() {
        return inventory;
    }

    @Override
    protected void store(Map<MemoryKey, Long> versions) {
        graph.store(versions.entrySet().stream()
                .map(entry -> graphMemory(
                        entry.getKey(),
                        entry.getValue(),
                        "{\"tags\": [\"tag-%s\"]}".formatted(entry.getKey().id())))
                .toList());
    }

    @Override
    protected void delete(Map<MemoryKey, Long> versions) {
        graph.delete(versions);
    }

    @Override
    protected void purge(Set<MemoryKey> memories) {
        graph.purge(memories);
    }

    static Stream<Corruption> corruptions() {
        return """
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
                """.lines().map(line -> {
            var cypher = line.substring(4);
            return new Corruption(cypher, Long.parseLong(line.substring(0, 1)), memory -> runOnRecord(memory, cypher));
        });
    }

    @Test
    void an_updated_memory_that_kept_some_relations_and_lost_others_is_complete() {
        graph.store(List.of(graphMemory(key, 1, "{\"tags\": [\"kept\", \"ended\"]}")));
        graph.store(List.of(graphMemory(key, 2, "{\"tags\": [\"kept\", \"new\"]}")));

        assertThat(memories().entries()).containsExactly(entry(key, 2, STORED));
    }

    @Test
    void a_memory_that_lost_a_shared_tag_is_gone_once_purged_and_complete_once_stored_again() {
        var neighbour = keys(1).getFirst();
        var memory = graphMemory(key, 3, "{\"tags\": [\"tea\"]}");
        graph.store(List.of(memory, graphMemory(neighbour, 3, "{\"tags\": [\"tea\"]}")));
        runOnRecord(key, "MATCH (m)-[r:TAGGED]->(e) DETACH DELETE e");

        purge(Set.of(key));
        var purged = memories().entries();
        graph.store(List.of(memory));

        assertThat(purged).extracting(InventoryEntry::memory).containsExactly(neighbour.id());
        assertThat(memories().entries()).contains(entry(key, 3, STORED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SET m.document = 'secret'", "SET m:Memory", "REMOVE m.user", "CREATE (m)-[:TAGGED]->(:Foreign)"
            })
    void a_tombstone_with_other_properties_or_relations_is_damaged(String cypher) {
        delete(Map.of(key, 2L));

        runOnRecord(key, cypher);

        assertThat(memories().entries()).containsExactly(entry(key, 2, DAMAGED));
    }

    @Test
    void a_memory_without_its_node_is_not_listed() {
        store(Map.of(key, 1L));

        runOnRecord(key, "DETACH DELETE m");

        assertThat(memories()).isEqualTo(new InventoryPage(List.of(), true));
    }

    @Test
    void a_node_that_names_another_tenant_than_its_key_does_not_hide_it() {
        var keys = keys(3);
        keys.forEach(one -> store(Map.of(one, 1L)));

        runOnRecord(keys.getFirst(), "SET m.user = 'another user'");

        assertThat(allTenants(1_000))
                .contains(tenant)
                .noneMatch(one -> one.userId().equals("another user"));
    }

    @Test
    void a_tenant_whose_memories_are_purged_is_not_listed() {
        store(Map.of(key, 1L));

        purge(Set.of(key));

        assertThat(memories()).isEqualTo(new InventoryPage(List.of(), true));
        assertThat(allTenants(1_000)).doesNotContain(tenant);
    }

    private static GraphMemory graphMemory(MemoryKey key, long version, String rawData) {
        return GraphMemory.of(memory(key.id(), version, key.tenant(), "a task", rawData));
    }

    private static void runOnRecord(MemoryKey memory, String cypher) {
        TestGraphs.run("MATCH (m:Record {key: $key}) WITH m " + cypher, Map.of("key", NodeKeys.memory(memory)));
    }
}
