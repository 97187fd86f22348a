package io.memlog.consumer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class StoreHealthTest {

    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger probes = new AtomicInteger();

    @Test
    void a_store_that_answers_has_no_failure_reason() {
        var store = new StoreHealth("chroma", "url", () -> {}, now::get, LONG);

        assertThat(store.name()).isEqualTo("chroma");
        assertThat(store.failureReason()).isEmpty();
    }

    @Test
    void a_failing_probe_is_the_failure_reason() {
        var unavailable = new StoreHealth(
                "chroma", "url", () -> fail(new IndexUnavailableException("unavailable", null)), now::get, LONG);
        var odd = new StoreHealth("neo4j", "url", () -> fail(new IllegalStateException("odd")), now::get, LONG);

        assertThat(unavailable.failureReason()).hasValue("unavailable");
        assertThat(odd.failureReason()).hasValue("the probe fails: java.lang.IllegalStateException: odd");
    }

    @Test
    void a_hanging_store_is_probed_once_and_callers_wait_for_a_bounded_time() {
        var hanging = new CountDownLatch(1);
        var store = new StoreHealth(
                "chroma",
                "url",
                () -> {
                    probes.incrementAndGet();
                    await(hanging);
                },
                now::get,
                SHORT);

        assertThat(store.failureReason()).hasValue("chroma has not answered within 20 ms");
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        assertThat(store.failureReason()).hasValue("chroma has not answered within 20 ms");

        assertThat(probes).hasValue(1);
        hanging.countDown();
    }

    @Test
    void a_result_is_reused_for_a_second() {
        var store = new StoreHealth("chroma", "url", probes::incrementAndGet, now::get, LONG);

        store.failureReason();
        now.addAndGet(Duration.ofMillis(999).toNanos());
        store.failureReason();
        assertThat(probes).hasValue(1);

        now.addAndGet(Duration.ofMillis(1).toNanos());
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
}
