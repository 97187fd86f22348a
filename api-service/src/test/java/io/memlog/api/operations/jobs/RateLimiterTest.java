package io.memlog.api.operations.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

    private static final long MILLISECOND = 1_000_000;

    private long now = 5_000 * MILLISECOND;

    @Test
    void items_are_spread_evenly() {
        var pace = new RateLimiter(100, now);
        List<Long> sent = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            now += pace.take(now).toNanos();
            sent.add(now / MILLISECOND);
        }

        assertThat(sent).containsExactly(5_000L, 5_010L, 5_020L, 5_030L);
    }

    @Test
    void a_thousand_items_take_the_time_that_the_rate_says_although_each_step_costs_time_of_its_own() {
        var pace = new RateLimiter(1_000, now);
        var began = now;

        for (int i = 0; i < 1_000; i++) {
            now += pace.take(now).toNanos();
            now += i % 100 == 0 ? 40 * MILLISECOND : 0;
        }

        assertThat((now - began) / MILLISECOND).isBetween(995L, 1_045L);
    }

    @Test
    void after_a_long_pause_no_burst_follows() {
        var pace = new RateLimiter(100, now);
        pace.take(now);
        now += 60_000 * MILLISECOND;

        var atOnce = 0;
        while (pace.take(now).isZero()) {
            atOnce++;
        }

        assertThat(atOnce).isEqualTo(26);
    }

    @Test
    void at_a_high_rate_nobody_waits_for_less_than_a_clock_can_tell() {
        var pace = new RateLimiter(10_000, now);

        var first = pace.take(now);
        var eleventh = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            eleventh = pace.take(now);
        }

        assertThat(first).isZero();
        assertThat(eleventh).isEqualTo(Duration.ofMillis(1));
    }
}
