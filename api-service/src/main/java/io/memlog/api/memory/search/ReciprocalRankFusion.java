package io.memlog.api.memory.search;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Joins what the arms found by reciprocal rank fusion, scaled so that a memory that every arm ranks first
/// scores 1.
///
/// @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack, Clarke, Büttcher: Reciprocal rank
///     fusion</a>
final class ReciprocalRankFusion {

    private static final double DAMPING = 60;

    private ReciprocalRankFusion() {}

    static List<FusedHit> join(List<RetrieverResult.Hits> answers) {
        var best = answers.size() / (DAMPING + 1);
        Map<MemoryId, FusedHit> joined = new LinkedHashMap<>();
        for (var answer : answers) {
            var hits = answer.hits().stream().filter(answer.arm()::isTelling).toList();
            for (int rank = 1; rank <= hits.size(); rank++) {
                var hit = hits.get(rank - 1);
                var share = 1 / (DAMPING + rank) / best;
                joined.merge(hit.memory(), FusedHit.of(hit, answer.arm(), share), FusedHit::plus);
            }
        }
        return joined.values().stream()
                .sorted(Comparator.comparingDouble(FusedHit::score).reversed())
                .toList();
    }

    /// The hits of a single arm, under that arm's own scores.
    static List<FusedHit> only(RetrieverResult.Hits answer) {
        return answer.hits().stream()
                .map(hit -> FusedHit.of(hit, answer.arm(), hit.score()))
                .toList();
    }

    /// A memory that one or more arms found.
    record FusedHit(IndexHit hit, List<Retriever> matchedBy, double score) {

        FusedHit {
            matchedBy = List.copyOf(matchedBy);
        }

        private static FusedHit of(IndexHit hit, Retriever arm, double score) {
            return new FusedHit(hit, List.of(arm), score);
        }

        private FusedHit plus(FusedHit other) {
            var arms = new ArrayList<>(matchedBy);
            arms.addAll(other.matchedBy);
            var scored = hit.distance() != null ? hit : other.hit;
            return new FusedHit(scored, arms, score + other.score);
        }
    }
}
