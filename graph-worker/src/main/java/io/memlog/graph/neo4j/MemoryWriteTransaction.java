package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.MemoryKey;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/// The statements of one transaction that changes memories. Nodes are locked before they are read, memories
/// first and then entities, each in the order of their keys.
final class MemoryWriteTransaction {

    /// The version of a node `m`, 0 where it has none that counts.
    static final String VERSION = "CASE WHEN m.version IS :: INTEGER NOT NULL THEN m.version ELSE 0 END";

    /// Writing a property takes the node's lock, and removing it leaves no trace. What is read in the same
    /// statement may have been read before; only the next statement sees what the lock protects.
    private static final String LOCK_MEMORIES = """
            UNWIND $rows AS row
            MERGE (m:Record {key: row.key})
            SET m.lock = true
            REMOVE m.lock
            """;

    private static final String LOCK_ENTITIES = """
            UNWIND $keys AS key
            MATCH (e:Entity {key: key})
            SET e.lock = true
            REMOVE e.lock
            """;

    private static final String UPSERT = """
            UNWIND $rows AS row
            MATCH (m:Record {key: row.key})
            WITH m, row, m.version IS NOT NULL AS existed, %s AS held
            WHERE held < row.version OR (held = row.version AND m:Memory)
            SET m:Memory, m = row
            RETURN row.key AS key, existed
            """.formatted(VERSION);

    private static final String TOMBSTONE = """
            UNWIND $rows AS row
            MATCH (m:Record {key: row.key})
            WITH m, row
            WHERE %s <= row.version
            REMOVE m:Memory
            SET m = row
            RETURN row.key AS key
            """.formatted(VERSION);

    private static final String DELETE_STALE_RELATIONS = """
            UNWIND $rows AS row
            MATCH (m:Record {key: row.key})-[r]->(e:Entity)
            WHERE NOT (type(r) + ' ' + e.key) IN row.mentions
            DELETE r
            RETURN DISTINCT e.key AS key
            """;

    private static final String DELETE_ORPHANED_ENTITIES = """
            UNWIND $keys AS key
            MATCH (e:Entity {key: key})
            WHERE NOT EXISTS { (e)<--() }
            DELETE e
            """;

    private static final String ERASE = """
            UNWIND $keys AS key
            MATCH (m:Record {key: key})
            DETACH DELETE m
            """;

    private static final String READ = """
            UNWIND $keys AS key
            MATCH (m:Record {key: key})
            RETURN key, %s AS version, m:Memory AS live
            """.formatted(VERSION);

    private final Transaction transaction;

    MemoryWriteTransaction(Transaction transaction) {
        this.transaction = transaction;
    }

    Map<MemoryKey, StoredVersion> store(List<GraphMemory> memories) {
        Map<String, GraphMemory> byKey = new HashMap<>();
        memories.forEach(memory -> byKey.put(NodeKeys.memory(memory.memory().key()), memory));
        var rows = memories.stream()
                .map(MemoryProperties::of)
                .sorted(Comparator.comparing(row -> String.valueOf(row.get("key"))))
                .toList();
        transaction.run(LOCK_MEMORIES, Map.of("rows", keysOf(rows))).consume();
        var upserted = transaction.run(UPSERT, Map.of("rows", rows)).list();
        var previous = deleteStaleRelations(upserted.stream()
                .filter(row -> row.get("existed").asBoolean())
                .map(row -> row.get("key").asString())
                .map(key -> Map.<String, Object>of(
                        "key", key, "mentions", mentions(Objects.requireNonNull(byKey.get(key)))))
                .toList());
        mention(upserted.stream()
                .map(row -> Objects.requireNonNull(byKey.get(row.get("key").asString())))
                .toList());
        deleteOrphanedEntities(previous);
        return read(memories.stream().map(memory -> memory.memory().key()).toList());
    }

    Map<MemoryKey, StoredVersion> tombstone(Map<MemoryKey, Long> versions) {
        var rows = versions.entrySet().stream()
                .map(gone -> MemoryProperties.identity(gone.getKey(), gone.getValue()))
                .sorted(Comparator.comparing(row -> String.valueOf(row.get("key"))))
                .toList();
        transaction.run(LOCK_MEMORIES, Map.of("rows", keysOf(rows))).consume();
        var deleted = keys(transaction.run(TOMBSTONE, Map.of("rows", rows)).list());
        deleteOrphanedEntities(deleteStaleRelations(withoutMentions(deleted)));
        return read(versions.keySet());
    }

    void erase(Collection<MemoryKey> memories) {
        var keys = memories.stream().map(NodeKeys::memory).sorted().toList();
        var previous = deleteStaleRelations(withoutMentions(keys));
        transaction.run(ERASE, Map.of("keys", keys)).consume();
        deleteOrphanedEntities(previous);
    }

    Map<MemoryKey, StoredVersion> read(Collection<MemoryKey> memories) {
        Map<String, MemoryKey> byKey = new HashMap<>();
        memories.forEach(memory -> byKey.put(NodeKeys.memory(memory), memory));
        Map<MemoryKey, StoredVersion> held = new HashMap<>();
        for (var row : transaction
                .run(READ, Map.of("keys", List.copyOf(byKey.keySet())))
                .list()) {
            held.put(Objects.requireNonNull(byKey.get(row.get("key").asString())), held(row));
        }
        return held;
    }

    private void mention(List<GraphMemory> memories) {
        MentionRows.of(memories)
                .byKind()
                .forEach((kind, rows) -> transaction
                        .run(
                                mention(kind),
                                Map.of("rows", rows, "type", kind.type().wireName()))
                        .consume());
    }

    /// Label and type come from the program's own lists, never from a memory.
    private static String mention(MentionRows.Kind kind) {
        return """
            UNWIND $rows AS row
            MERGE (e:Entity {key: row.key})
            ON CREATE SET e:%s, e.type = $type, e.name = row.name, e.keys = row.keys, e.beneath = row.beneath
            WITH e, row
            UNWIND row.memories AS memory
            MATCH (m:Record {key: memory.key})
            MERGE (m)-[r:%s]->(e)
            SET r.version = memory.version, r.at = memory.at
            """.formatted(kind.type().label(), kind.relation().name());
    }

    private Set<String> deleteStaleRelations(List<Map<String, Object>> rows) {
        return rows.isEmpty()
                ? Set.of()
                : new HashSet<>(keys(transaction
                        .run(DELETE_STALE_RELATIONS, Map.of("rows", rows))
                        .list()));
    }

    private void deleteOrphanedEntities(Set<String> entities) {
        if (!entities.isEmpty()) {
            Map<String, Object> keys = Map.of("keys", entities.stream().sorted().toList());
            transaction.run(LOCK_ENTITIES, keys).consume();
            transaction.run(DELETE_ORPHANED_ENTITIES, keys).consume();
        }
    }

    private static List<String> mentions(GraphMemory memory) {
        var tenant = NodeKeys.tenant(memory.memory().tenant());
        return memory.mentions().stream()
                .map(mention -> mention.relation().name() + " " + NodeKeys.entity(tenant, mention.entity()))
                .toList();
    }

    private static List<Map<String, Object>> withoutMentions(List<String> keys) {
        return keys.stream()
                .map(key -> Map.<String, Object>of("key", key, "mentions", List.of()))
                .toList();
    }

    private static List<String> keys(List<Record> rows) {
        return rows.stream().map(row -> row.get("key")).map(Value::asString).toList();
    }

    private static List<Map<String, String>> keysOf(List<? extends Map<String, ?>> rows) {
        return rows.stream()
                .map(row -> Map.of("key", String.valueOf(row.get("key"))))
                .toList();
    }

    private static StoredVersion held(Record row) {
        var version = row.get("version").asLong();
        return row.get("live").asBoolean() ? new StoredVersion.Live(version) : new StoredVersion.Deleted(version);
    }
}
