package io.memlog.embedding.chroma;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @Test
    void seconds_are_understood() {
        assertThat(RetryAfter.of(header("120"), NOW)).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void a_date_is_understood() {
        assertThat(RetryAfter.of(header("Fri, 02 Jan 2026 03:04:35 GMT"), NOW)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_date_that_has_passed_means_at_once() {
        assertThat(RetryAfter.of(header("Fri, 02 Jan 2026 03:00:00 GMT"), NOW)).isEqualTo(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "99999999999999999999", "1.5"})
    void anything_else_is_no_request(String value) {
        assertThat(RetryAfter.of(header(value), NOW)).isNull();
    }

    @Test
    void no_header_is_no_request() {
        assertThat(RetryAfter.of(new HttpHeaders(), NOW)).isNull();
    }

    private static HttpHeaders header(String value) {
        var headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, value);
        return headers;
    }
}
