package io.memlog.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void seconds_are_parsed() {
        assertThat(RetryAfter.parse("120", NOW)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_date_is_parsed() {
        assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:04:35 GMT", NOW)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_date_in_the_past_is_zero() {
        assertThat(RetryAfter.parse("Fri, 02 Jan 2026 03:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999999999", "1.5"})
    void anything_else_is_null(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isNull();
    }

    @Test
    void a_missing_header_is_null() {
        assertThat(RetryAfter.parse(null, NOW)).isNull();
    }
}
