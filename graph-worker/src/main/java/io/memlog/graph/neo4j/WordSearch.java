package io.memlog.graph.neo4j;

import io.memlog.graph.text.WordQuery;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import java.util.List;
import java.util.Map;

/// Finds memories by their words; Lucene applies tenant and filters, and scores by BM25.
final class WordSearch {

    /// Of words that the analysis leaves out, nothing but the filters would be left: such hits score 0.
    private static final String SEARCH = """
            CALL db.index.fulltext.queryNodes($index, $query, {limit: $limit}) YIELD node AS m, score
            WHERE score > 0
            RETURN m.id AS id, m.version AS version, m.document AS document, score
            ORDER BY score DESC, id DESC
            """;

    private final Neo4jStore store;

    WordSearch(Neo4jStore store) {
        this.store = store;
    }

    List<IndexHit> answer(IndexQuery query) {
        var words = WordQuery.of(query.query());
        if (words.isEmpty()) {
            return List.of();
        }
        var lucene = MemoryFilter.clauses(query.tenant(), query.filters()) + "+("
                + words.clauses("task", "document", "beneath") + ")";
        Map<String, Object> parameters =
                Map.of("index", GraphSchema.MEMORY_WORDS, "query", lucene, "limit", query.limit());
        return store.search(transaction -> Hits.of(transaction.run(SEARCH, parameters)));
    }
}
