package io.memlog.api.memory.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReciprocalRankFusionTest {

    @Test
    void the_first_of_every_arm_scores_one_and_the_order_follows_the_ranks() {
        var joined = ReciprocalRankFusion.fuse(List.of(answer(7, 8, 9)));

        assertThat(joined).extracting(hit -> hit.hit().memory().value()).containsExactly(7L, 8L, 9L);
        assertThat(joined.getFirst().score()).isEqualTo(1.0);
        assertThat(joined).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }

    @Test
    void the_graph_counts_only_where_it_found_what_was_asked_for() {
        var graph = new Retriever.Result.Hits(Retriever.GRAPH, List.of(hit(7, 1.5), hit(8, 0.9)), true);

        assertThat(ReciprocalRankFusion.fuse(List.of(graph)))
                .extracting(hit -> hit.hit().memory().value())
                .containsExactly(7L);
        assertThat(ReciprocalRankFusion.single(graph)).hasSize(2);
    }

    @Test
    void nothing_found_joins_to_nothing() {
        assertThat(ReciprocalRankFusion.fuse(List.of())).isEmpty();
        assertThat(ReciprocalRankFusion.fuse(List.of(answer()))).isEmpty();
    }

    private static IndexHit hit(long memory, double score) {
        return new IndexHit(new MemoryId(memory), 1, "", null, score);
    }

    private static Retriever.Result.Hits answer(long... memories) {
        var hits = LongStream.of(memories)
                .mapToObj(memory -> new IndexHit(new MemoryId(memory), 1, "", 0.1, 0.9))
                .toList();
        return new Retriever.Result.Hits(Retriever.VECTOR, hits, true);
    }
}
