package io.memlog.graph.neo4j;

import io.memlog.graph.entities.MemoryEntities;
import io.memlog.graph.text.LuceneQuery;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import java.util.List;
import java.util.stream.Stream;

/// Finds memories by the entities of a query: matches entities by their exact names and by the words of their names,
/// and returns the memories that mention them, those of the heaviest entities first.
record EntitySearch(Neo4jStore store) {

    private static final int MAX_ENTITIES = 40;
    private static final int MIN_FAN_OUT = 500;

    /// The words of no name.
    private static final String NOTHING = "+keys:none";

    private static final String SEARCH = """
            %sCALL () {
              UNWIND $exact AS key
              MATCH (e:Entity {key: key})
              RETURN e, 3.0 AS similarity
              UNION
              CALL db.index.fulltext.queryNodes($index, $query, {limit: $candidates}) YIELD node, score
              WHERE score > 0
              WITH collect({entity: node, score: score}) AS found, max(score) AS best
              UNWIND found AS one
              RETURN one.entity AS e, one.score / best AS similarity
            }
            WITH total, e, max(similarity) AS similarity
            WITH e, round(similarity * similarity * %s, 6) AS weight
            WHERE weight > 0
            ORDER BY weight DESC, e.key
            LIMIT $maxEntities
            CALL (e) {
              MATCH (m:Memory)-->(e)
              WHERE %s
              RETURN m LIMIT $maxFanOut
            }
            WITH m, round(sum(weight), 6) AS score
            ORDER BY score DESC, m.id DESC
            LIMIT $limit
            RETURN m.id AS id, m.version AS version, m.document AS document, m.label AS label, score
            """.formatted(EntityWeight.TOTAL, EntityWeight.WEIGHT, MemoryFilter.CONDITION);

    List<IndexHit> find(IndexQuery query) {
        var words = LuceneQuery.of(query.query());
        var tenant = NodeKeys.tenant(query.tenant());
        var exact = Stream.of(MemoryEntities.ofQuery(query.query()), MemoryEntities.named(query.query()))
                .flatMap(List::stream)
                .map(entity -> NodeKeys.entity(tenant, entity))
                .toList();
        var names = words.isEmpty() ? NOTHING : "+(" + words.clauses("name", "name", "beneath") + ")";
        var parameters = MemoryFilter.parameters(query.filters());
        parameters.putAll(EntityWeight.parameters(query.tenant()));
        parameters.put("exact", exact);
        parameters.put("index", GraphSchema.ENTITY_NAME_INDEX);
        parameters.put("query", MemoryFilter.tenantClause(query.tenant()) + names);
        parameters.put("candidates", MAX_ENTITIES + FullTextSearch.TIE_MARGIN);
        parameters.put("maxEntities", MAX_ENTITIES);
        parameters.put("maxFanOut", Math.max(MIN_FAN_OUT, query.limit()));
        parameters.put("limit", query.limit());
        return store.search(transaction -> FullTextSearch.hits(transaction.run(SEARCH, parameters)));
    }
}
