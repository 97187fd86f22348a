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

/// The statements of one transaction that changes memories. Nodes are locked before they are read, first memories and
/// then entities, each in the order of their keys.
record MemoryWriteTransaction(Transaction transaction) {

    /// The version of a node `m`; 0 without a valid one.
    static final String VERSION = "CASE WHEN m.version IS :: INTEGER NOT NULL THEN m.version ELSE 0 END";

    /// Writing a property locks the node, and removing it leaves no trace. A statement may read before it locks; only
    /// the next statement sees the state that the lock protects.
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
            WITH m, row, m.version IS NOT NULL AS existed, %s AS stored
            WHERE stored < row.version OR (stored = row.version AND m:Memory)
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

    private static final String PURGE = """
            UNWIND $keys AS key
            MATCH (m:Record {key: key})
            DETACH DELETE m
            """;

    private static final String READ = """
            UNWIND $keys AS key
            MATCH (m:Record {key: key})
            RETURN key, %s AS version, m:Memory AS live
            """.formatted(VERSION);

    Map<MemoryKey, StoredVersion> store(List<GraphMemory> memories) {
        Map<String, GraphMemory> byKey = new HashMap<>();
        memories.forEach(memory -> byKey.put(NodeKeys.memory(memory.memory().key()), memory));
        var rows = sorted(memories.stream().map(MemoryProperties::of).toList());
        lock(rows);
        var upserted = transaction.run(UPSERT, Map.of("rows", rows)).list();
        var unmentioned = deleteStaleRelations(upserted.stream()
                .filter(row -> row.get("existed").asBoolean())
                .map(row -> row.get("key").asString())
                .map(key -> Map.of("key", key, "mentions", mentions(Objects.requireNonNull(byKey.get(key)))))
                .toList());
        mention(keys(upserted).stream()
                .map(key -> Objects.requireNonNull(byKey.get(key)))
                .toList());
        deleteOrphanedEntities(unmentioned);
        return read(memories.stream().map(memory -> memory.memory().key()).toList());
    }

    Map<MemoryKey, StoredVersion> tombstone(Map<MemoryKey, Long> versions) {
        var rows = sorted(versions.entrySet().stream()
                .map(deletion -> MemoryProperties.identity(deletion.getKey(), deletion.getValue()))
                .toList());
        lock(rows);
        var deleted = keys(transaction.run(TOMBSTONE, Map.of("rows", rows)).list());
        deleteOrphanedEntities(deleteRelations(deleted));
        return read(versions.keySet());
    }

    /// Returns how many memories were purged.
    int purge(Collection<MemoryKey> memories) {
        var keys = memories.stream().map(NodeKeys::memory).sorted().toList();
        var unmentioned = deleteRelations(keys);
        var purged = transaction.run(PURGE, Map.of("keys", keys)).consume();
        deleteOrphanedEntities(unmentioned);
        return purged.counters().nodesDeleted();
    }

    Map<MemoryKey, StoredVersion> read(Collection<MemoryKey> memories) {
        Map<String, MemoryKey> byKey = new HashMap<>();
        memories.forEach(memory -> byKey.put(NodeKeys.memory(memory), memory));
        Map<MemoryKey, StoredVersion> stored = new HashMap<>();
        for (var row : transaction
                .run(READ, Map.of("keys", List.copyOf(byKey.keySet())))
                .list()) {
            stored.put(Objects.requireNonNull(byKey.get(row.get("key").asString())), storedVersion(row));
        }
        return stored;
    }

    private void lock(List<? extends Map<String, ?>> rows) {
        var keys = rows.stream()
                .map(row -> Map.of("key", String.valueOf(row.get("key"))))
                .toList();
        transaction.run(LOCK_MEMORIES, Map.of("rows", keys)).consume();
    }

    private void mention(List<GraphMemory> memories) {
        MentionRows.byKind(memories)
                .forEach((kind, rows) -> transaction
                        .run(
                                mentionStatement(kind),
                                Map.of("rows", rows, "type", kind.type().wireName()))
                        .consume());
    }

    /// Label and type are constants of the program, never content of a memory.
    private static String mentionStatement(MentionRows.Kind kind) {
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

    private Set<String> deleteRelations(List<String> keys) {
        return deleteStaleRelations(keys.stream()
                .map(key -> Map.of("key", key, "mentions", List.of()))
                .toList());
    }

    /// Deletes the relations that are not among the mentions of a row. Returns the keys of their entities.
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

    private static <R extends Map<String, ?>> List<R> sorted(List<R> rows) {
        return rows.stream()
                .sorted(Comparator.comparing(row -> String.valueOf(row.get("key"))))
                .toList();
    }

    private static List<String> keys(List<Record> rows) {
        return rows.stream().map(row -> row.get("key")).map(Value::asString).toList();
    }

    private static StoredVersion storedVersion(Record row) {
        var version = row.get("version").asLong();
        return row.get("live").asBoolean() ? new StoredVersion.Live(version) : new StoredVersion.Deleted(version);
    }
}
