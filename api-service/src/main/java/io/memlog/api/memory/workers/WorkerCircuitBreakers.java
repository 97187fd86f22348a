package io.memlog.api.memory.workers;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/// Makes a guard for each kind of question.
@Component
public final class WorkerCircuitBreakers {

    private final WorkerProperties properties;
    private final ExecutorService threads;

    WorkerCircuitBreakers(WorkerProperties properties, ExecutorService workerThreads) {
        this.properties = properties;
        this.threads = workerThreads;
    }

    /// @param question what is asked, such as `text`
    public WorkerCircuitBreaker guard(String question) {
        return guard(question, properties.timeout());
    }

    /// @param question what is asked, such as `text`
    /// @param longest  how long an answer is waited for at most
    public WorkerCircuitBreaker guard(String question, Duration longest) {
        var timeout = longest.compareTo(properties.timeout()) < 0 ? longest : properties.timeout();
        return new WorkerCircuitBreaker(question, timeout, threads);
    }
}
