package io.memlog.api.memory.search;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.text.MemoryText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The second stage of a hybrid search: corrects the fused scores by what surrounds a memory. What stands beside a good
/// hit in its conversation is better than it looks, so is what the agent did whom the query names; a question is worse,
/// and so is a text too short to tell much.
final class ContextRanking {

    private static final int FULL_LENGTH = 400;
    private static final int MIN_LENGTH = 20;
    private static final int BEST_OF_CONVERSATION = 3;

    private final RankingProperties properties;
    private final Set<String> queryWords;
    private final List<FusedHit> hits;
    private final Map<MemoryId, Candidate> candidates;
    private final Map<MemoryId, Double> aboveLowest;
    private final Map<String, Double> conversations;

    /// @param candidates of all hits
    ContextRanking(
            RankingProperties properties, String query, List<FusedHit> hits, Map<MemoryId, Candidate> candidates) {
        this.properties = properties;
        this.queryWords = new HashSet<>(MemoryText.words(query));
        this.hits = List.copyOf(hits);
        this.candidates = Map.copyOf(candidates);
        var lowest = hits.stream().mapToDouble(FusedHit::score).min().orElse(0);
        this.aboveLowest = hits.stream().collect(toMap(FusedHit::memory, hit -> hit.score() - lowest));
        this.conversations = bestOfConversations(aboveLowest, candidates);
    }

    /// Best first, with scores between 0 and 1.
    List<FusedHit> rank() {
        return hits.stream()
                .map(hit -> {
                    var sum = changes(hit).values().stream().reduce(hit.score(), Double::sum);
                    return hit.withScore(1 / (1 + Math.exp(-sum)));
                })
                .sorted(Comparator.comparingDouble(FusedHit::score).reversed())
                .toList();
    }

    /// What the surroundings of a hit add to its score, by the names of the settings.
    Map<String, Double> changes(FusedHit hit) {
        var candidate = candidates.get(hit.memory());
        if (candidate == null) {
            return Map.of();
        }
        Map<String, Double> changes = new LinkedHashMap<>();
        var text = hit.hit().document().strip();
        if (candidate.conversation() != null) {
            changes.put("predecessor", properties.predecessor() * scoreOf(candidate.predecessor()));
            changes.put("successor", properties.successor() * scoreOf(candidate.successor()));
            changes.put(
                    "conversation",
                    properties.conversation() * conversations.getOrDefault(candidate.conversation(), 0.0));
            changes.put("question", text.endsWith("?") || text.endsWith("？") ? -properties.question() : 0);
        }
        if (candidate.agent() != null) {
            changes.put("agent", properties.agent() * share(MemoryText.words(candidate.agent()), queryWords));
        }
        changes.put(
                "length",
                properties.length()
                        * Math.log(Math.min(FULL_LENGTH, MIN_LENGTH + text.length()) / (double) FULL_LENGTH));
        return changes;
    }

    private double scoreOf(@Nullable MemoryId neighbour) {
        return neighbour == null ? 0 : aboveLowest.getOrDefault(neighbour, 0.0);
    }

    /// The mean of the best scores of each conversation; what is missing counts as 0.
    private static Map<String, Double> bestOfConversations(
            Map<MemoryId, Double> scores, Map<MemoryId, Candidate> candidates) {
        Map<String, Double> best = new HashMap<>();
        scores.entrySet().stream()
                .filter(entry -> conversation(candidates.get(entry.getKey())) != null)
                .collect(groupingBy(entry -> String.valueOf(conversation(candidates.get(entry.getKey())))))
                .forEach((conversation, own) -> best.put(
                        conversation,
                        own.stream()
                                        .map(Map.Entry::getValue)
                                        .sorted(Comparator.reverseOrder())
                                        .limit(BEST_OF_CONVERSATION)
                                        .mapToDouble(Double::doubleValue)
                                        .sum()
                                / BEST_OF_CONVERSATION));
        return best;
    }

    private static @Nullable String conversation(@Nullable Candidate candidate) {
        return candidate == null ? null : candidate.conversation();
    }

    private static double share(List<String> name, Set<String> queryWords) {
        return name.isEmpty() ? 0 : name.stream().filter(queryWords::contains).count() / (double) name.size();
    }
}
