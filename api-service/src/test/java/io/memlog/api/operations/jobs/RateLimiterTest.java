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
        var limiter = new RateLimiter(100, now);
        List<Long> sent = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            now += limiter.reserve(now).toNanos();
            sent.add(now / MILLISECOND);
        }

        assertThat(sent).containsExactly(5_000L, 5_010L, 5_020L, 5_030L);
    }

    @Test
    void a_thousand_items_take_the_time_that_the_rate_says_although_each_step_costs_time_of_its_own() {
        var limiter = new RateLimiter(1_000, now);
        var began = now;

        for (int i = 0; i < 1_000; i++) {
            now += limiter.reserve(now).toNanos();
            now += i % 100 == 0 ? 40 * MILLISECOND : 0;
        }

        assertThat((now - began) / MILLISECOND).isBetween(995L, 1_045L);
    }

    @Test
    void after_a_long_pause_no_burst_follows() {
        var limiter = new RateLimiter(100, now);
        limiter.reserve(now);
        now += 60_000 * MILLISECOND;

        var atOnce = 0;
        while (limiter.reserve(now).isZero()) {
            atOnce++;
        }

        assertThat(atOnce).isEqualTo(26);
    }

    @Test
    void at_a_high_rate_waits_shorter_than_a_clock_can_measure_are_zero() {
        var limiter = new RateLimiter(10_000, now);

        var first = limiter.reserve(now);
        var eleventh = Duration.ZERO;
        for (int i = 0; i < 10; i++) {
            eleventh = limiter.reserve(now);
        }

        assertThat(first).isZero();
        assertThat(eleventh).isEqualTo(Duration.ofMillis(1));
    }
}
