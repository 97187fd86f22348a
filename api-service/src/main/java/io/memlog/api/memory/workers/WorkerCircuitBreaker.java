package io.memlog.api.memory.workers;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

/// Asks one worker one kind of question: for a limited time, and not at all while it has just failed
/// several times.
public final class WorkerCircuitBreaker {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCircuitBreaker.class);
    private static final int UNAVAILABLE = 503;

    private final String question;
    private final CircuitBreaker breaker;
    private final TimeLimiter limiter;
    private final ExecutorService threads;

    /// @param question what is asked, such as `text`
    WorkerCircuitBreaker(String question, Duration timeout, ExecutorService threads) {
        this.question = question;
        this.breaker = breaker(question);
        this.limiter = TimeLimiter.of(timeout);
        this.threads = threads;
    }

    public <T> T ask(Callable<T> call) throws WorkerUnavailableException {
        try {
            return breaker.executeCallable(() -> limiter.executeFutureSupplier(() -> threads.submit(call)));
        } catch (CallNotPermittedException e) {
            throw new WorkerUnavailableException("down", e);
        } catch (Exception e) {
            var reason = reasonOf(e);
            LOG.atWarn()
                    .addKeyValue("question", question)
                    .addKeyValue("reason", reason)
                    .addKeyValue("cause", e.toString())
                    .log("A worker could not be asked");
            throw new WorkerUnavailableException(reason, e);
        }
    }

    private static String reasonOf(Exception failure) {
        return switch (failure) {
            case TimeoutException _ -> "timeout";
            case ResourceAccessException e when e.getCause() instanceof HttpTimeoutException -> "timeout";
            case ResourceAccessException _ -> "down";
            case RestClientResponseException e when e.getStatusCode().value() == UNAVAILABLE -> "down";
            default -> "error";
        };
    }

    /// Opens when most of the last ten calls failed, and tries again after two seconds.
    private static CircuitBreaker breaker(String name) {
        return CircuitBreaker.of(
                name,
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .build());
    }
}
