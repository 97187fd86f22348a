package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Queries more chunks than memories are wanted, and again more while they belong to too few memories,
/// because one memory may have many chunks.
///
/// @param condition which chunks count; null for all
record NearestNeighbours(
        ChromaClient chroma, String collection, @Nullable Map<String, Object> condition) {

    private static final int INITIAL_FACTOR = 3;
    private static final int GROWTH_FACTOR = 4;
    private static final int MAX_CHUNKS = 16_384;

    List<IndexHit> find(Embedding vector, int limit, double minSimilarity) {
        var chunks = INITIAL_FACTOR * limit;
        while (true) {
            var nearest = nearestChunks(vector, chunks);
            var hits = nearest.hits();
            var memories = bestOfEach(hits);
            if (memories.size() >= limit
                    || nearest.records() < chunks
                    || chunks >= MAX_CHUNKS
                    || isBeyond(hits, minSimilarity)) {
                return memories.stream()
                        .filter(hit -> hit.score() >= minSimilarity)
                        .limit(limit)
                        .toList();
            }
            chunks = Math.min(GROWTH_FACTOR * chunks, MAX_CHUNKS);
        }
    }

    private static boolean isBeyond(List<IndexHit> hits, double minSimilarity) {
        return !hits.isEmpty() && hits.getLast().score() < minSimilarity;
    }

    private ChromaApi.Nearest nearestChunks(Embedding vector, int chunks) {
        var request =
                new ChromaApi.Query(List.of(vector), chunks, condition, List.of("documents", "metadatas", "distances"));
        return chroma.call(api -> api.query(collection, request));
    }

    private static Collection<IndexHit> bestOfEach(List<IndexHit> hits) {
        Map<MemoryId, IndexHit> best = new LinkedHashMap<>();
        hits.forEach(hit -> best.putIfAbsent(hit.memory(), hit));
        return best.values();
    }
}
