package io.memlog.embedding.openai;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdaptiveBatchSizeTest {

    private final AdaptiveBatchSize size = new AdaptiveBatchSize(8);

    @Test
    void an_occasional_rate_limit_does_not_change_the_size() {
        size.rateLimited();
        size.succeeded();
        size.rateLimited();

        assertThat(size.current()).isEqualTo(8);
    }

    @Test
    void consecutive_rate_limits_halve_the_size_down_to_one() {
        for (var i = 0; i < 10; i++) {
            size.rateLimited();
        }

        assertThat(size.current()).isEqualTo(1);
    }

    @Test
    void the_size_grows_by_one_up_to_the_maximum() {
        size.halve();
        size.succeeded();
        assertThat(size.current()).isEqualTo(5);

        for (var i = 0; i < 10; i++) {
            size.succeeded();
        }

        assertThat(size.current()).isEqualTo(8);
    }
}
