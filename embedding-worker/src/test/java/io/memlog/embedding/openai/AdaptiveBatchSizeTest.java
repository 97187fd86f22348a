package io.memlog.embedding.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveBatchSizeTest {

    private final AdaptiveBatchSize size = new AdaptiveBatchSize(8);

    @Test
    void a_pause_that_is_asked_for_now_and_then_changes_nothing() {
        size.rateLimited();
        size.succeeded();
        size.rateLimited();

        assertThat(size.current()).isEqualTo(8);
    }

    @Test
    void what_is_deferred_right_after_a_pause_gets_smaller_down_to_one() {
        for (var i = 0; i < 10; i++) {
            size.rateLimited();
        }

        assertThat(size.current()).isEqualTo(1);
    }

    @Test
    void it_grows_again_bit_by_bit_up_to_where_it_began() {
        size.halve();
        size.succeeded();
        assertThat(size.current()).isEqualTo(5);

        for (var i = 0; i < 10; i++) {
            size.succeeded();
        }

        assertThat(size.current()).isEqualTo(8);
    }
}
