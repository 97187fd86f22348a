package io.memlog.api.memory.workers;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

/// Calls one operation of one worker: for a limited time, and not at all while most of the last calls failed.
public final class WorkerCircuitBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCircuitBreaker.class);
    private static final int UNAVAILABLE = 503;

    private final String operation;
    private final CircuitBreaker breaker;
    private final Duration timeout;
    private final ExecutorService threads;

    /// @param operation such as `text`
    WorkerCircuitBreaker(String operation, Duration timeout, ExecutorService threads) {
        this.operation = operation;
        this.breaker = breaker(operation);
        this.timeout = timeout;
        this.threads = threads;
    }

    /// How long a call may take.
    public Duration timeout() {
        return timeout;
    }

    /// Calls the worker and waits for its answer.
    public <T> T call(Callable<T> call) throws WorkerUnavailableException {
        return start(call).await();
    }

    /// Starts a call on a thread of its own. Every started call must be awaited.
    public <T> Pending<T> start(Callable<T> call) {
        return start(call, timeout);
    }

    /// Like [#start(Callable)], with less time.
    public <T> Pending<T> start(Callable<T> call, Duration maxTime) {
        if (!breaker.tryAcquirePermission()) {
            return () -> {
                throw new WorkerUnavailableException("down");
            };
        }
        var started = System.nanoTime();
        var answer = threads.submit(call);
        return () -> {
            try {
                var left = Math.min(timeout.toNanos(), maxTime.toNanos()) - (System.nanoTime() - started);
                var value = answer.get(Math.max(0, left), TimeUnit.NANOSECONDS);
                breaker.onSuccess(System.nanoTime() - started, TimeUnit.NANOSECONDS);
                return value;
            } catch (ExecutionException e) {
                throw failed(started, Objects.requireNonNullElse(e.getCause(), e));
            } catch (TimeoutException | CancellationException e) {
                answer.cancel(true);
                throw failed(started, e);
            } catch (InterruptedException e) {
                answer.cancel(true);
                breaker.releasePermission();
                Thread.currentThread().interrupt();
                throw new WorkerUnavailableException("error");
            }
        };
    }

    /// A call that runs.
    @FunctionalInterface
    public interface Pending<T> {

        /// The worker's answer.
        T await() throws WorkerUnavailableException;
    }

    private WorkerUnavailableException failed(long started, Throwable failure) {
        breaker.onError(System.nanoTime() - started, TimeUnit.NANOSECONDS, failure);
        var reason = reasonOf(failure);
        LOG.atWarn()
                .addKeyValue("operation", operation)
                .addKeyValue("reason", reason)
                .addKeyValue("cause", failure.toString())
                .log("A worker did not answer");
        return new WorkerUnavailableException(reason);
    }

    private static String reasonOf(Throwable failure) {
        return switch (failure) {
            case TimeoutException _ -> "timeout";
            case ResourceAccessException e when e.getCause() instanceof HttpTimeoutException -> "timeout";
            case ResourceAccessException _ -> "down";
            case RestClientResponseException e when e.getStatusCode().value() == UNAVAILABLE -> "down";
            default -> "error";
        };
    }

    /// Opens when most of the last ten calls failed, and tries again after two seconds. A query that a worker
    /// refuses says nothing about the worker.
    private static CircuitBreaker breaker(String name) {
        return CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .ignoreException(HttpClientErrorException.class::isInstance)
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
    }
}
