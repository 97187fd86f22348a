package io.memlog.schemas.retry;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(ofMillis(500), ofSeconds(30), new Random(7));

    @Test
    void the_first_delay_is_the_minimum() {
        assertThat(backoff.next()).isEqualTo(ofMillis(500));
    }

    @Test
    void delays_are_random_between_minimum_and_maximum() {
        var delays = Stream.generate(backoff::next).limit(200).toList();

        assertThat(delays)
                .allMatch(delay -> delay.compareTo(ofMillis(500)) >= 0 && delay.compareTo(ofSeconds(30)) <= 0);
        assertThat(delays.stream().distinct().count()).isGreaterThan(50);
        assertThat(delays.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(ofSeconds(200));
    }

    @Test
    void a_reset_returns_to_the_minimum() {
        Stream.generate(backoff::next).limit(20).forEach(delay -> {});

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(ofMillis(500));
    }

    @Test
    void a_longer_retry_after_is_honoured() {
        assertThat(backoff.next(ofSeconds(90))).isEqualTo(ofSeconds(90));
    }

    @Test
    void a_shorter_retry_after_is_ignored() {
        assertThat(backoff.next(ofMillis(1))).isEqualTo(ofMillis(500));
    }

    @Test
    void retry_after_is_limited_to_an_hour() {
        assertThat(backoff.next(Duration.ofDays(40))).isEqualTo(ofHours(1));
    }
}
