package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContextRankingTest {

    private static final String LONG = "x".repeat(500);

    private final Map<MemoryId, Candidate> candidates = new HashMap<>();

    @Test
    void memories_without_context_keep_their_order_with_scores_between_0_and_1() {
        var ranked = rank("q", hit(1, 40, LONG), hit(2, 0, LONG), hit(3, -2, LONG));

        assertThat(ranked).extracting(hit -> hit.memory().value()).containsExactly(1L, 2L, 3L);
        assertThat(ranked).allSatisfy(hit -> assertThat(hit.score()).isBetween(0.0, 1.0));
        assertThat(ranked.get(1).score()).isEqualTo(0.5);
    }

    @Test
    void the_neighbour_of_a_good_hit_rises() {
        candidates.put(new MemoryId(2), new Candidate(null, "c", new MemoryId(1), null));
        candidates.put(new MemoryId(3), new Candidate(null, "d", new MemoryId(8), new MemoryId(9)));

        assertThat(order("q", hit(1, 3, LONG), hit(3, 0.1, LONG), hit(2, 0, LONG), hit(4, -1, LONG)))
                .containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void a_memory_rises_by_the_best_of_its_conversation() {
        candidates.put(new MemoryId(1), new Candidate(null, "c", null, null));
        candidates.put(new MemoryId(2), new Candidate(null, "c", null, null));

        assertThat(order("q", hit(1, 3, LONG), hit(3, 0.1, LONG), hit(2, 0, LONG)))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void the_agent_that_the_query_names_rises_by_the_share_of_its_name() {
        candidates.put(new MemoryId(1), new Candidate("Ada", null, null, null));
        candidates.put(new MemoryId(2), new Candidate("Ada Byron", null, null, null));
        candidates.put(new MemoryId(3), new Candidate("Adam", null, null, null));

        assertThat(order("What did ada's engine do?", hit(3, 0, LONG), hit(2, 0, LONG), hit(1, 0, LONG)))
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void a_question_sinks_in_a_conversation_and_a_short_text_everywhere() {
        candidates.put(new MemoryId(1), new Candidate(null, "c", null, null));
        candidates.put(new MemoryId(2), new Candidate(null, null, null, null));
        candidates.put(new MemoryId(4), new Candidate(null, null, null, null));

        assertThat(order("q", hit(1, 0, LONG + "? "), hit(4, 0, "short"), hit(2, 0, LONG + "?")))
                .containsExactly(2L, 1L, 4L);
    }

    private List<Long> order(String query, FusedHit... hits) {
        return rank(query, hits).stream().map(hit -> hit.memory().value()).toList();
    }

    private List<FusedHit> rank(String query, FusedHit... hits) {
        Arrays.stream(hits).forEach(hit -> candidates.putIfAbsent(hit.memory(), new Candidate(null, null, null, null)));
        return new ContextRanking(Rankings.DEFAULTS, query, List.of(hits), candidates).rank();
    }

    private static FusedHit hit(long memory, double score, String document) {
        return new FusedHit(
                new IndexHit(new MemoryId(memory), 1, document, null, score), List.of(Retriever.TEXT), score);
    }
}
