package io.memlog.graph.neo4j;

import io.memlog.graph.entities.MemoryEntities;
import io.memlog.graph.text.LuceneQuery;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds memories by what a query names: entities by their exact names and by words of their names, and
/// from there the memories that are about them, the more telling entities first.
final class EntitySearch {

    private static final int MAX_ENTITIES = 40;
    private static final int MIN_FAN_OUT = 500;

    private static final String SEARCH = """
            %sCALL () {
              UNWIND $exact AS key
              MATCH (e:Entity {key: key})
              RETURN e, 3.0 AS likeness
              UNION
              CALL db.index.fulltext.queryNodes($index, $query, {limit: $candidates}) YIELD node, score
              WHERE score > 0
              WITH collect({entity: node, score: score}) AS found, max(score) AS best
              UNWIND found AS one
              RETURN one.entity AS e, one.score / best AS likeness
            }
            WITH total, e, max(likeness) AS likeness
            WITH e, round(likeness * likeness * %s, 6) AS weight
            WHERE weight > 0
            ORDER BY weight DESC, e.key
            LIMIT $most
            CALL (e) {
              MATCH (m:Memory)-->(e)
              WHERE %s
              RETURN m LIMIT $fanOut
            }
            WITH m, round(sum(weight), 6) AS score
            ORDER BY score DESC, m.id DESC
            LIMIT $limit
            RETURN m.id AS id, m.version AS version, m.document AS document, score
            """.formatted(EntityWeight.TOTAL, EntityWeight.WEIGHT, MemoryFilter.CONDITION);

    private final Neo4jStore store;

    EntitySearch(Neo4jStore store) {
        this.store = store;
    }

    List<IndexHit> find(IndexQuery query) {
        var words = LuceneQuery.of(query.query());
        if (words.isEmpty()) {
            return List.of();
        }
        var tenant = NodeKeys.tenant(query.tenant());
        var exact = MemoryEntities.named(query.query()).stream()
                .map(entity -> NodeKeys.entity(tenant, entity))
                .toList();
        Map<String, @Nullable Object> parameters = new HashMap<>(MemoryFilter.parameters(query.filters()));
        parameters.putAll(EntityWeight.parameters(query.tenant()));
        parameters.put("exact", exact);
        parameters.put("index", GraphSchema.ENTITY_NAMES);
        parameters.put(
                "query",
                MemoryFilter.tenantClause(query.tenant()) + "+(" + words.clauses("name", "name", "beneath") + ")");
        parameters.put("candidates", MAX_ENTITIES + FullTextSearch.TIE_MARGIN);
        parameters.put("most", MAX_ENTITIES);
        parameters.put("fanOut", Math.max(MIN_FAN_OUT, query.limit()));
        parameters.put("limit", query.limit());
        return store.search(transaction -> HitMapper.of(transaction.run(SEARCH, parameters)));
    }
}
