package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.cache.Cache;

class IssuerKeyCacheTest {

    private final AtomicLong time = new AtomicLong();
    private final IssuerKeyCache cache = new IssuerKeyCache(time::get);

    @Test
    void keys_are_fetched_again_when_a_token_names_another_but_not_at_once() {
        assertThat(cache.get("url", () -> "first")).isEqualTo("first");

        cache.invalidate();
        pass(Duration.ofSeconds(9));
        assertThat(cache.get("url", () -> "second")).isEqualTo("first");

        pass(Duration.ofSeconds(2));
        assertThat(cache.get("url", () -> "second")).isEqualTo("second");

        pass(Duration.ofSeconds(11));
        assertThat(cache.get("url", () -> "third")).isEqualTo("second");
    }

    @Test
    void old_keys_are_fetched_again_and_stay_while_the_issuer_is_unavailable() {
        cache.get("url", () -> "first");

        pass(Duration.ofMinutes(6));
        assertThat(cache.<String>get("url", () -> {
                    throw new IOException("down");
                }))
                .isEqualTo("first");

        pass(Duration.ofSeconds(11));
        assertThat(cache.get("url", () -> "second")).isEqualTo("second");
    }

    @Test
    void without_any_keys_the_failure_is_told() {
        assertThatThrownBy(() -> cache.get("url", () -> {
                    throw new IOException("down");
                }))
                .isInstanceOf(Cache.ValueRetrievalException.class);
    }

    private void pass(Duration duration) {
        time.addAndGet(duration.toNanos());
    }
}
