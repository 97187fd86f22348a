package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StablePagerTest {

    private final List<String> entries = new ArrayList<>();
    private int asked;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 6, 7, 8, 22})
    void every_entry_is_read_once_in_order(int count) {
        fill(count);

        assertThat(read(() -> {})).containsExactlyElementsOf(entries);
    }

    @Test
    void an_entry_that_a_removal_moves_to_the_previous_page_is_not_skipped() {
        fill(20);

        var read = read(() -> {
            if (asked == 3) {
                entries.removeFirst();
            }
        });

        assertThat(read).containsExactlyElementsOf(entries).hasSize(19);
    }

    @Test
    void a_list_that_shrinks_below_the_current_page_is_read_again() {
        fill(20);

        var read = read(() -> {
            if (asked == 4) {
                entries.subList(5, 20).clear();
            }
        });

        assertThat(read).containsExactlyElementsOf(entries).hasSize(5);
    }

    @Test
    void a_list_that_changes_on_every_page_is_an_outage() {
        fill(2_000);

        assertThatThrownBy(() -> read(entries::removeFirst)).isInstanceOf(IndexUnavailableException.class);
    }

    private void fill(int count) {
        IntStream.range(0, count).forEach(i -> entries.add("entry " + i));
    }

    private List<String> read(Runnable before) {
        var pages = new StablePager<String>(
                4,
                (limit, offset) -> {
                    asked++;
                    before.run();
                    var from = Math.min(offset, entries.size());
                    return List.copyOf(entries.subList(from, Math.min(from + limit, entries.size())));
                },
                Function.identity());
        return pages.collectInto(ArrayList<String>::new, List::add);
    }
}
