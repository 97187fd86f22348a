package io.memlog.graph.neo4j;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.List;
import org.neo4j.driver.Result;

/// Rows of `id`, `version`, `document` and `score` as hits.
final class HitMapper {

    private HitMapper() {}

    static List<IndexHit> of(Result rows) {
        return rows.list(row -> new IndexHit(
                new MemoryId(row.get("id").asLong()),
                row.get("version").asLong(),
                row.get("document").asString(),
                null,
                row.get("score").asDouble()));
    }
}
