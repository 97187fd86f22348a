package io.memlog.graph.neo4j;

import io.memlog.graph.entities.Relation;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.RelatedHits;
import io.memlog.schemas.search.RelatedHits.RelatedEntity;
import io.memlog.schemas.search.RelatedHits.RelatedMemory;
import io.memlog.schemas.search.RelatedQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.neo4j.driver.Record;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.Value;

/// Finds the memories related to a memory by a breadth-first search: from its heaviest entities to the memories that
/// share them, and on from the best of those. Every step is bounded, so that an entity of all memories does not lead to
/// all memories.
record RelatedSearch(Neo4jStore store) {

    private static final int MAX_ENTITIES = 40;
    private static final int MAX_FAN_OUT = 200;
    private static final int MAX_FRONTIER = 20;
    private static final int MAX_NAMES = 10;

    /// The factor of the score of each further step.
    private static final double DECAY = 0.4;

    /// Memories with many entities share one with most others: the score decreases with the number of entities.
    private static final String STEP = """
            %sUNWIND $frontier AS from
            MATCH (:Memory {key: from.key})-->(e:Entity)
            WITH from, e, from.score * %s AS weight
            WHERE weight > 0
            ORDER BY weight DESC, e.key
            WITH from, collect({entity: e, weight: weight})[..$maxEntities] AS heaviest
            UNWIND heaviest AS one
            WITH one.entity AS e, max(one.weight) AS weight
            CALL (e) {
              MATCH (m:Memory)-->(e)
              WHERE NOT m.key IN $visited
              RETURN m LIMIT $maxFanOut
            }
            WITH m, e, weight
            ORDER BY weight DESC, e.key
            WITH m, sum(weight) / sqrt(8.0 + COUNT { (m)-->() }) AS score, collect(e.name)[..$maxNames] AS via
            ORDER BY score DESC, m.id DESC
            LIMIT $limit
            RETURN m.key AS key, m.id AS id, m.task AS task, score, via
            """.formatted(EntityWeight.TOTAL, EntityWeight.WEIGHT);

    private static final String ENTITIES = """
            %sMATCH (:Memory {key: $key})-[r]->(e:Entity)
            WITH e, type(r) AS relation, %s AS weight
            RETURN e.type AS type, e.name AS name, relation
            ORDER BY weight DESC, name
            LIMIT $limit
            """.formatted(EntityWeight.TOTAL, EntityWeight.WEIGHT);

    RelatedHits find(RelatedQuery query) {
        return store.search(transaction -> new RelatedHits(memories(transaction, query), entities(transaction, query)));
    }

    private static List<RelatedMemory> memories(Transaction transaction, RelatedQuery query) {
        var start = NodeKeys.memory(query.key());
        Set<String> visited = new HashSet<>(Set.of(start));
        List<RelatedMemory> memories = new ArrayList<>();
        List<Map<String, Object>> frontier = List.of(Map.of("key", start, "score", 1.0));
        for (var step = 1; step <= query.depth() && memories.size() < query.limit() && !frontier.isEmpty(); step++) {
            var found = step(transaction, query, frontier, visited, query.limit() - memories.size());
            for (var row : found) {
                visited.add(row.get("key").asString());
                memories.add(memory(row));
            }
            frontier = found.stream()
                    .limit(MAX_FRONTIER)
                    .map(RelatedSearch::frontierRow)
                    .toList();
        }
        return memories;
    }

    private static List<Record> step(
            Transaction transaction,
            RelatedQuery query,
            List<Map<String, Object>> frontier,
            Set<String> visited,
            int limit) {
        var parameters = EntityWeight.parameters(query.key().tenant());
        parameters.put("frontier", frontier);
        parameters.put("visited", List.copyOf(visited));
        parameters.put("maxEntities", MAX_ENTITIES);
        parameters.put("maxFanOut", MAX_FAN_OUT);
        parameters.put("maxNames", MAX_NAMES);
        parameters.put("limit", limit);
        return transaction.run(STEP, parameters).list();
    }

    private static List<RelatedEntity> entities(Transaction transaction, RelatedQuery query) {
        var parameters = EntityWeight.parameters(query.key().tenant());
        parameters.put("key", NodeKeys.memory(query.key()));
        parameters.put("limit", query.limit());
        return transaction
                .run(ENTITIES, parameters)
                .list(row -> new RelatedEntity(
                        row.get("type").asString(),
                        row.get("name").asString(),
                        Relation.valueOf(row.get("relation").asString()).wireName()));
    }

    private static RelatedMemory memory(Record row) {
        return new RelatedMemory(
                new MemoryId(row.get("id").asLong()),
                row.get("task").asString(),
                row.get("via").asList(Value::asString));
    }

    private static Map<String, Object> frontierRow(Record row) {
        return Map.of(
                "key",
                row.get("key").asString(),
                "score",
                DECAY * row.get("score").asDouble());
    }
}
