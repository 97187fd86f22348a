package io.memlog.graph.neo4j;

import io.memlog.graph.text.LuceneQuery;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Result;

/// Finds memories by their text: Lucene applies tenant and filters, and scores by BM25.
record FullTextSearch(Neo4jStore store) {

    /// Where the analyzer leaves only the filters of a query, hits score 0.
    private static final String SEARCH = """
            CALL db.index.fulltext.queryNodes($index, $query, {limit: $candidates}) YIELD node AS m, score
            WHERE score > 0
            WITH m, score
            ORDER BY score DESC, m.id DESC
            LIMIT $limit
            RETURN m.id AS id, m.version AS version, m.document AS document, m.label AS label, score
            """;

    /// Lucene breaks ties at its limit by the order of writes. A margin above the limit is fetched and cut by ids or
    /// keys, so that a rebuilt index returns the same hits.
    static final int TIE_MARGIN = 200;

    List<IndexHit> find(IndexQuery query) {
        var words = LuceneQuery.of(query.query());
        var wanted = words.isEmpty()
                ? words.stopWordClause("beneath")
                : "(" + words.clauses("document", "task", "beneath") + ")";
        if (wanted.isEmpty()) {
            return List.of();
        }
        var clauses = MemoryFilter.clauses(query.tenant(), query.filters());
        Map<String, Object> parameters = Map.of(
                "index",
                GraphSchema.MEMORY_TEXT_INDEX,
                "query",
                clauses + "+" + wanted,
                "candidates",
                query.limit() + TIE_MARGIN,
                "limit",
                query.limit());
        return store.search(transaction -> hits(transaction.run(SEARCH, parameters)));
    }

    /// Rows of `id`, `version`, `document`, `label` and `score` as hits.
    static List<IndexHit> hits(Result rows) {
        return rows.list(row -> new IndexHit(
                new MemoryId(row.get("id").asLong()),
                row.get("version").asLong(),
                withoutLabel(row.get("document").asString(), row.get("label").asInt(0)),
                null,
                row.get("score").asDouble()));
    }

    /// A memory that an earlier release wrote has no label.
    private static String withoutLabel(String document, int label) {
        return document.substring(Math.min(label, document.length()));
    }
}
