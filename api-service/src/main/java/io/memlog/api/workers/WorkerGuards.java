package io.memlog.api.workers;

import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/// Makes a guard for each kind of question.
@Component
public final class WorkerGuards {

    private final WorkerProperties properties;
    private final ExecutorService threads;

    WorkerGuards(WorkerProperties properties, ExecutorService workerThreads) {
        this.properties = properties;
        this.threads = workerThreads;
    }

    /// @param question what is asked, such as `text`
    public WorkerGuard guard(String question) {
        return new WorkerGuard(question, properties.timeout(), threads);
    }
}
