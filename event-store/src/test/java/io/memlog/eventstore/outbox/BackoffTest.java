package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(5), new Random(42));

    @Test
    void pauses_double_up_to_the_maximum_and_vary() {
        for (long whole : new long[] {100, 200, 400, 800, 1600, 3200, 5000, 5000}) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(whole / 2), Duration.ofMillis(whole));
        }
        assertThat(backoff.next()).isNotEqualTo(backoff.next());
    }

    @Test
    void a_reset_starts_with_the_shortest_pause_again() {
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
    }
}
