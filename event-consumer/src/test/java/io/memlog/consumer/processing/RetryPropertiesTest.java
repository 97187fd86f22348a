package io.memlog.consumer.processing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryPropertiesTest {

    @Test
    void three_delays_stay_within_three_seconds() {
        var delays = new RetryProperties(3, ofMillis(200), 3, ofSeconds(3)).delays();

        assertThat(delays).containsExactly(ofMillis(200), ofMillis(600), ofMillis(1800));
    }

    @Test
    void a_delay_beyond_max_elapsed_is_omitted() {
        var delays = new RetryProperties(5, ofSeconds(1), 2, ofSeconds(3)).delays();

        assertThat(delays).containsExactly(ofSeconds(1), ofSeconds(2));
    }

    @Test
    void zero_attempts_mean_no_retry() {
        assertThat(new RetryProperties(0, ofMillis(200), 3, ofSeconds(3)).delays())
                .isEmpty();
    }
}
