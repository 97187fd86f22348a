package io.memlog.consumer.processing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryPropertiesTest {

    @Test
    void three_waits_stay_within_three_seconds() {
        var waits = new RetryProperties(3, ofMillis(200), 3, ofSeconds(3)).waits();

        assertThat(waits).containsExactly(ofMillis(200), ofMillis(600), ofMillis(1800));
    }

    @Test
    void a_wait_that_would_take_too_long_does_not_happen() {
        var waits = new RetryProperties(5, ofSeconds(1), 2, ofSeconds(3)).waits();

        assertThat(waits).containsExactly(ofSeconds(1), ofSeconds(2));
    }

    @Test
    void nothing_is_tried_again_when_that_is_wanted() {
        assertThat(new RetryProperties(0, ofMillis(200), 3, ofSeconds(3)).waits())
                .isEmpty();
    }
}
