package io.memlog.graph.neo4j;

import io.memlog.graph.text.LuceneQuery;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexQuery;
import java.util.List;
import java.util.Map;

/// Finds memories by their words; Lucene applies tenant and filters, and scores by BM25.
final class FullTextSearch {

    /// Of words that the analysis leaves out, nothing but the filters would be left: such hits score 0.
    private static final String SEARCH = """
            CALL db.index.fulltext.queryNodes($index, $query, {limit: $candidates}) YIELD node AS m, score
            WHERE score > 0
            WITH m, score
            ORDER BY score DESC, m.id DESC
            LIMIT $limit
            RETURN m.id AS id, m.version AS version, m.document AS document, score
            """;

    /// Lucene cuts off among equals by when they were written. So many more are asked for, and cut off by their
    /// ids or keys, that an index that was filled again answers as before.
    static final int TIE_MARGIN = 200;

    private final Neo4jStore store;

    FullTextSearch(Neo4jStore store) {
        this.store = store;
    }

    List<IndexHit> find(IndexQuery query) {
        var words = LuceneQuery.of(query.query());
        if (words.isEmpty()) {
            return List.of();
        }
        var lucene = MemoryFilter.clauses(query.tenant(), query.filters()) + "+("
                + words.clauses("task", "document", "beneath") + ")";
        Map<String, Object> parameters = Map.of(
                "index",
                GraphSchema.MEMORY_WORDS,
                "query",
                lucene,
                "candidates",
                query.limit() + TIE_MARGIN,
                "limit",
                query.limit());
        return store.search(transaction -> HitMapper.of(transaction.run(SEARCH, parameters)));
    }
}
