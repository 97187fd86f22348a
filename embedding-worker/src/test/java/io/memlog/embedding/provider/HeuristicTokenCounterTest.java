package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeuristicTokenCounterTest {

    private final HeuristicTokenCounter tokens = new HeuristicTokenCounter();

    @ParameterizedTest
    @CsvSource({
        "the,1",
        "relay,2",
        "the relay is slow,5",
        "Donaudampfschifffahrt,11",
        "v2.17,5",
        "äö,2",
        "再平衡,6",
        "😀,3",
        "'  ',0"
    })
    void every_kind_of_character_is_counted(String text, int expected) {
        assertThat(tokens.count(text)).isEqualTo(expected);
    }

    @Test
    void a_text_that_fits_is_not_truncated() {
        assertThat(tokens.truncate("the relay is slow", 5)).isEqualTo("the relay is slow");
    }

    @Test
    void a_longer_text_is_truncated() {
        assertThat(tokens.truncate("the relay is slow", 3)).isEqualTo("the relay ");
        assertThat(tokens.truncate("the relay is slow", 0)).isEmpty();
    }

    @Test
    void no_surrogate_pair_is_split() {
        assertThat(tokens.truncate("😀😀😀", 7)).isEqualTo("😀😀");
    }
}
