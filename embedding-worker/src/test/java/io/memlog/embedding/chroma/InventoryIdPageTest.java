package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.inventory.InventoryQuery;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InventoryIdPageTest {

    private final InventoryIdPage selection = new InventoryIdPage(new InventoryQuery("anna", "blue", 100, null));

    @Test
    void records_belong_to_the_memory_at_the_start_of_their_id() {
        add("101#0", "102#0", "101#1", "101#x", "103");

        assertThat(selection.memories()).containsExactly(101L, 102L, 103L);
        assertThat(selection.of(List.of(101L, 103L))).containsExactly("101#0", "101#1", "101#x", "103");
    }

    @Test
    void malformed_ids_and_ids_outside_the_query_are_ignored() {
        add("100#0", "#0", "x#0", "", "-101#0", "0#0", "99999999999999999999#0");

        assertThat(selection.memories()).isEmpty();
        assertThat(selection.end()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_full_page_keeps_the_lowest_memories_in_any_order_of_arrival() {
        for (var memory = 10_105; memory > 100; memory--) {
            add(memory + "#1");
        }
        add("10105#0", "10099#0");

        assertThat(selection.memories()).hasSize(10_000).contains(101L, 10_100L);
        assertThat(selection.end()).isEqualTo(10_101);
        assertThat(selection.of(List.of(10_099L, 10_105L))).containsExactly("10099#1", "10099#0");
    }

    @Test
    void a_page_has_fewer_memories_when_they_have_many_chunks() {
        IntStream.range(101, 201)
                .forEach(memory -> IntStream.range(0, 430).forEach(chunk -> add(memory + "#" + chunk)));

        assertThat(selection.memories()).hasSize(46);
        assertThat(selection.end()).isEqualTo(147);
        assertThat(selection.of(List.of(146L))).hasSize(430);
    }

    @Test
    void a_memory_with_more_chunks_than_a_page_is_alone_on_its_page() {
        IntStream.range(0, 30_000).forEach(chunk -> add("101#" + chunk, "102#" + chunk));

        assertThat(selection.memories()).containsExactly(101L);
        assertThat(selection.of(List.of(101L))).hasSize(30_000);
        assertThat(selection.end()).isEqualTo(102);
    }

    private void add(String... ids) {
        List.of(ids).forEach(selection::add);
    }
}
