package io.memlog.api.memory.workers;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/// Creates a circuit breaker for each kind of operation.
@Component
public final class WorkerCircuitBreakers {

    private final WorkerProperties properties;
    private final ExecutorService threads;

    WorkerCircuitBreakers(WorkerProperties properties, ExecutorService workerThreads) {
        this.properties = properties;
        this.threads = workerThreads;
    }

    /// @param operation such as `text`
    public WorkerCircuitBreaker of(String operation) {
        return of(operation, properties.timeout());
    }

    /// @param operation such as `text`
    /// @param maxTimeout limits the configured timeout
    public WorkerCircuitBreaker of(String operation, Duration maxTimeout) {
        var timeout = maxTimeout.compareTo(properties.timeout()) < 0 ? maxTimeout : properties.timeout();
        return new WorkerCircuitBreaker(operation, timeout, threads);
    }
}
