package io.memlog.api.memory.search;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Fuses the hits of the retrievers by reciprocal rank fusion, scaled so that a memory that every retriever
/// ranks first scores 1.
///
/// @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack, Clarke, Büttcher: Reciprocal rank
///     fusion</a>
final class ReciprocalRankFusion {

    private static final double RANK_CONSTANT = 60;

    private ReciprocalRankFusion() {}

    static List<FusedHit> fuse(List<Retriever.Result.Hits> results) {
        var best = results.size() / (RANK_CONSTANT + 1);
        Map<MemoryId, FusedHit> fused = new LinkedHashMap<>();
        for (var result : results) {
            var hits = result.hits().stream()
                    .filter(result.retriever()::isRelevant)
                    .toList();
            for (int rank = 1; rank <= hits.size(); rank++) {
                var hit = hits.get(rank - 1);
                var share = 1 / (RANK_CONSTANT + rank) / best;
                fused.merge(hit.memory(), FusedHit.of(hit, result.retriever(), share), FusedHit::plus);
            }
        }
        return fused.values().stream()
                .sorted(Comparator.comparingDouble(FusedHit::score).reversed())
                .toList();
    }

    /// The hits of a single retriever, with its own scores.
    static Stream<FusedHit> single(Retriever.Result.Hits result) {
        return result.hits().stream().map(hit -> FusedHit.of(hit, result.retriever(), hit.score()));
    }

    /// A memory that one or more retrievers found.
    record FusedHit(IndexHit hit, List<Retriever> matchedBy, double score) {

        FusedHit {
            matchedBy = List.copyOf(matchedBy);
        }

        MemoryId memory() {
            return hit.memory();
        }

        FusedHit withDistance(@Nullable Double distance) {
            return distance == null || hit.distance() != null
                    ? this
                    : new FusedHit(
                            new IndexHit(hit.memory(), hit.version(), hit.document(), distance, hit.score()),
                            matchedBy,
                            score);
        }

        private static FusedHit of(IndexHit hit, Retriever retriever, double score) {
            return new FusedHit(hit, List.of(retriever), score);
        }

        private FusedHit plus(FusedHit other) {
            var retrievers = new ArrayList<>(matchedBy);
            retrievers.addAll(other.matchedBy);
            var scored = hit.distance() != null ? hit : other.hit;
            return new FusedHit(scored, retrievers, score + other.score);
        }
    }
}
