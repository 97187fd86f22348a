package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.memlog.api.memory.search.Retriever.Result.Hits;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ScoreFusionTest {

    @Test
    void scores_are_in_standard_deviations_and_the_lowest_stands_in_for_a_missing_one() {
        var vector = new Hits(Retriever.VECTOR, List.of(hit(1, 0.9), hit(2, 0.7), hit(3, 0.5)), false);
        var text = new Hits(Retriever.TEXT, List.of(hit(4, 12), hit(1, 8)), false);

        var scores = scores(fuse(List.of(vector, text)));

        var z = Math.sqrt(1.5);
        assertThat(scores.get(1L)).isCloseTo(0.5 * z - 0.5, within(1e-9));
        assertThat(scores.get(2L)).isCloseTo(0.5 * 0 - 0.5, within(1e-9));
        assertThat(scores.get(3L)).isCloseTo(0.5 * -z - 0.5, within(1e-9));
        assertThat(scores.get(4L)).isCloseTo(0.5 * -z + 0.5, within(1e-9));
    }

    @Test
    void what_full_text_search_leaves_out_scores_zero_when_it_has_returned_everything() {
        var vector = new Hits(Retriever.VECTOR, List.of(hit(1, 0.81), hit(2, 0.80)), true);
        var text = new Hits(Retriever.TEXT, List.of(hit(3, 9), hit(2, 3)), true);

        var scores = scores(fuse(List.of(vector, text)));

        var deviation = Math.sqrt((25 + 1 + 16) / 3.0);
        assertThat(scores.get(1L)).isCloseTo(0.5 * 1 + 0.5 * -4 / deviation, within(1e-9));
        assertThat(scores.get(3L)).isCloseTo(0.5 * -1 + 0.5 * 5 / deviation, within(1e-9));
    }

    @Test
    void hits_that_all_score_the_same_are_better_than_none() {
        var vector = new Hits(Retriever.VECTOR, List.of(hit(1, 0.9)), true);
        var text = new Hits(Retriever.TEXT, List.of(hit(2, 1), hit(1, 1)), false);

        assertThat(fuse(List.of(vector, text)))
                .extracting(found -> found.memory().value())
                .containsExactly(1L, 2L);
    }

    @Test
    void the_graph_adds_memories_and_no_scores() {
        var vector = new Hits(Retriever.VECTOR, List.of(hit(1, 0.9), hit(2, 0.1)), true);
        var graph = new Hits(Retriever.GRAPH, List.of(hit(3, 9), hit(2, 5), hit(4, 0.9)), true);

        var fused = fuse(List.of(vector, graph));

        assertThat(fused).extracting(found -> found.memory().value()).containsExactly(1L, 2L, 3L);
        assertThat(fused.get(1).matchedBy()).containsExactly(Retriever.VECTOR, Retriever.GRAPH);
        assertThat(fused.get(2).score()).isEqualTo(fused.get(1).score());
    }

    @Test
    void the_graph_alone_keeps_its_order() {
        var graph = new Hits(Retriever.GRAPH, List.of(hit(7, 3), hit(5, 2)), true);

        assertThat(fuse(List.of(graph)))
                .extracting(found -> found.memory().value())
                .containsExactly(7L, 5L);
    }

    @Test
    void nothing_found_is_fused_to_nothing() {
        assertThat(fuse(List.of())).isEmpty();
        assertThat(fuse(List.of(new Hits(Retriever.TEXT, List.of(), true)))).isEmpty();
    }

    private static List<FusedHit> fuse(List<Hits> results) {
        return new ScoreFusion(Rankings.DEFAULTS, results).fuse();
    }

    private static Map<Long, Double> scores(List<FusedHit> fused) {
        return fused.stream().collect(Collectors.toMap(hit -> hit.memory().value(), FusedHit::score));
    }

    private static IndexHit hit(long memory, double score) {
        return new IndexHit(new MemoryId(memory), 1, "", null, score);
    }
}
