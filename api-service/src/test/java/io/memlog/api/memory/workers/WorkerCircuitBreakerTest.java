package io.memlog.api.memory.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WorkerCircuitBreakerTest {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    @Test
    void started_calls_run_at_the_same_time() throws Exception {
        var breaker = breaker(Duration.ofSeconds(10));
        var both = new CountDownLatch(2);

        var first = breaker.start(() -> meet(both));
        var second = breaker.start(() -> meet(both));

        assertThat(first.await()).isEqualTo("met");
        assertThat(second.await()).isEqualTo("met");
    }

    @Test
    void a_call_without_an_answer_ends_at_the_timeout_and_is_interrupted() throws Exception {
        var interrupted = new CountDownLatch(1);

        assertUnavailable(
                "timeout",
                () -> breaker(Duration.ofMillis(50)).call(() -> {
                    try {
                        new CountDownLatch(1).await();
                        return "never";
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }));

        interrupted.await();
    }

    @Test
    void after_several_failures_no_call_is_made() {
        var breaker = breaker(Duration.ofSeconds(10));
        var calls = new AtomicInteger();

        for (int i = 0; i < 5; i++) {
            assertUnavailable(
                    "error",
                    () -> breaker.call(() -> {
                        calls.incrementAndGet();
                        throw new IllegalStateException("broken");
                    }));
        }

        assertUnavailable("down", () -> breaker.call(calls::incrementAndGet));
        assertThat(calls).hasValue(5);
    }

    private WorkerCircuitBreaker breaker(Duration timeout) {
        return new WorkerCircuitBreaker("test", timeout, threads);
    }

    private static String meet(CountDownLatch both) throws InterruptedException {
        both.countDown();
        both.await();
        return "met";
    }

    private static void assertUnavailable(String reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        WorkerUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
