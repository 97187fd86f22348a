package io.memlog.consumer.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class CachedHealthProbeTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Clock clock = clock(now::get);
    private final AtomicInteger probes = new AtomicInteger();

    @Test
    void a_store_that_answers_has_no_failure_reason() {
        var store = new CachedHealthProbe("chroma", () -> {}, clock, LONG);

        assertThat(store.name()).isEqualTo("chroma");
        assertThat(store.failureReason()).isEmpty();
    }

    @Test
    void a_failing_probe_is_the_failure_reason() {
        var unavailable = new CachedHealthProbe(
                "chroma", () -> fail(new IndexUnavailableException("unavailable", null)), clock, LONG);
        var odd = new CachedHealthProbe("neo4j", () -> fail(new IllegalStateException("odd")), clock, LONG);

        assertThat(unavailable.failureReason()).hasValue("unavailable");
        assertThat(odd.failureReason()).hasValue("the probe fails: java.lang.IllegalStateException: odd");
    }

    @Test
    void a_hanging_store_is_probed_once_and_callers_wait_for_a_bounded_time() {
        var hanging = new CountDownLatch(1);
        var store = new CachedHealthProbe(
                "chroma",
                () -> {
                    probes.incrementAndGet();
                    await(hanging);
                },
                clock,
                SHORT);

        assertThat(store.failureReason()).hasValue("chroma has not answered within 20 ms");
        now.set(now.get().plusSeconds(60));
        assertThat(store.failureReason()).hasValue("chroma has not answered within 20 ms");

        assertThat(probes).hasValue(1);
        hanging.countDown();
    }

    @Test
    void a_result_is_reused_for_a_second() {
        var store = new CachedHealthProbe("chroma", probes::incrementAndGet, clock, LONG);

        store.failureReason();
        now.set(now.get().plusMillis(999));
        store.failureReason();
        assertThat(probes).hasValue(1);

        now.set(now.get().plusMillis(1));
        store.failureReason();
        assertThat(probes).hasValue(2);
    }

    private static void fail(RuntimeException failure) {
        throw failure;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Clock clock(InstantSource source) {
        return source.withZone(ZoneOffset.UTC);
    }
}
