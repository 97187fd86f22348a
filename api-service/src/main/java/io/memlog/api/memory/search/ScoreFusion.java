package io.memlog.api.memory.search;

import io.memlog.api.memory.search.Retriever.Result.Hits;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Fuses hits by a weighted sum of their scores, each in standard deviations from the mean of its retriever's hits. A
/// memory that one retriever did not find gets the lowest score of that one. The graph adds memories to those that are
/// ranked, and has no part in their scores.
final class ScoreFusion {

    private final RankingProperties properties;
    private final List<Hits> results;
    private final List<Scale> scales;

    ScoreFusion(RankingProperties properties, List<Hits> results) {
        this.properties = properties;
        this.results = List.copyOf(results);
        this.scales = results.stream()
                .filter(result ->
                        weight(result.retriever()) > 0 && !result.hits().isEmpty())
                .map(result -> Scale.of(result, weight(result.retriever())))
                .toList();
    }

    /// Best first.
    List<FusedHit> fuse() {
        Map<MemoryId, FusedHit> found = new LinkedHashMap<>();
        for (var result : results) {
            for (var hit : result.hits()) {
                if (result.retriever().isRelevant(hit)) {
                    found.merge(hit.memory(), new FusedHit(hit, List.of(result.retriever()), 0), FusedHit::and);
                }
            }
        }
        return found.values().stream()
                .map(hit -> hit.withScore(scales.stream()
                        .mapToDouble(scale -> scale.weighted(hit.memory()))
                        .sum()))
                .sorted(Comparator.comparingDouble(FusedHit::score).reversed())
                .toList();
    }

    /// What each retriever that ranks adds to the score of a memory.
    Map<Retriever, Explanation.Share> shares(MemoryId memory) {
        Map<Retriever, Explanation.Share> shares = new EnumMap<>(Retriever.class);
        for (var scale : scales) {
            var rank = scale.ranked().indexOf(memory);
            shares.put(
                    scale.retriever(),
                    new Explanation.Share(
                            rank < 0 ? null : rank + 1,
                            scale.scores().get(memory),
                            scale.weight(),
                            scale.weighted(memory)));
        }
        return shares;
    }

    private double weight(Retriever retriever) {
        return switch (retriever) {
            case VECTOR -> 1 - properties.textWeight();
            case TEXT -> properties.textWeight();
            case GRAPH, POSTGRES -> 0;
        };
    }

    /// The scores of one retriever.
    ///
    /// @param deviation 0 when all scores are the same
    private record Scale(
            Retriever retriever,
            List<MemoryId> ranked,
            Map<MemoryId, Double> scores,
            double mean,
            double deviation,
            double lowest,
            double weight) {

        static Scale of(Hits result, double weight) {
            Map<MemoryId, Double> scores =
                    result.hits().stream().collect(Collectors.toMap(IndexHit::memory, IndexHit::score, Math::max));
            var all = new ArrayList<>(scores.values());
            if (result.retriever() == Retriever.TEXT && result.complete()) {
                all.add(0.0); // What full-text search leaves out has none of the words.
            }
            var statistics = all.stream().mapToDouble(Double::doubleValue).summaryStatistics();
            var mean = statistics.getAverage();
            var variance = all.stream()
                    .mapToDouble(score -> (score - mean) * (score - mean))
                    .average()
                    .orElse(0);
            var ranked = result.hits().stream().map(IndexHit::memory).toList();
            return new Scale(
                    result.retriever(), ranked, scores, mean, Math.sqrt(variance), statistics.getMin(), weight);
        }

        double weighted(MemoryId memory) {
            return weight * standardised(scores.get(memory));
        }

        private double standardised(@Nullable Double score) {
            if (deviation < 1e-9) {
                return score == null ? -1 : 0;
            }
            return ((score == null ? lowest : score) - mean) / deviation;
        }
    }
}
