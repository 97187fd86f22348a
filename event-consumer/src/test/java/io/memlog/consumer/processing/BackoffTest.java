package io.memlog.consumer.processing;

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
    void the_first_wait_is_the_shortest() {
        assertThat(backoff.next()).isEqualTo(ofMillis(500));
    }

    @Test
    void waits_grow_by_chance_between_the_shortest_and_the_longest() {
        var waits = Stream.generate(backoff::next).limit(200).toList();

        assertThat(waits).allMatch(wait -> wait.compareTo(ofMillis(500)) >= 0 && wait.compareTo(ofSeconds(30)) <= 0);
        assertThat(waits.stream().distinct().count()).isGreaterThan(50);
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus)).isGreaterThan(ofSeconds(200));
    }

    @Test
    void a_success_starts_them_anew() {
        Stream.generate(backoff::next).limit(20).forEach(wait -> {});

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(ofMillis(500));
    }

    @Test
    void whoever_asks_for_more_time_gets_it() {
        assertThat(backoff.next(ofSeconds(90))).isEqualTo(ofSeconds(90));
    }

    @Test
    void whoever_asks_for_less_time_does_not() {
        assertThat(backoff.next(ofMillis(1))).isEqualTo(ofMillis(500));
    }

    @Test
    void nobody_is_believed_who_asks_for_more_than_an_hour() {
        assertThat(backoff.next(Duration.ofDays(40))).isEqualTo(ofHours(1));
    }
}
