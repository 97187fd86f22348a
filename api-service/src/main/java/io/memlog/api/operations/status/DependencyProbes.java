package io.memlog.api.operations.status;

import io.memlog.api.memory.workers.EmbeddingWorkerClient;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.operations.deadletters.DeadLetters;
import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.schemas.status.WorkerStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/// Everything that is looked at, all at the same time and for a short while.
@Component
final class DependencyProbes {

    /// Leaves time to answer within two seconds.
    static final Duration LONGEST = Duration.ofMillis(1_500);

    private final SharedProbe<StoredBacklog> postgres;
    private final SharedProbe<StatusReport.Store> kafka;
    private final SharedProbe<WorkerStatus> vector;
    private final SharedProbe<WorkerStatus> graph;

    DependencyProbes(
            Outbox outbox,
            OutboxProperties outboxProperties,
            DeadLetters deadLetters,
            KafkaProbe kafkaLook,
            EmbeddingWorkerClient embeddingWorker,
            GraphWorkerClient graphWorker,
            WorkerCircuitBreakers guards,
            ExecutorService workerThreads) {
        var vectorGuard = guards.of("vector status", LONGEST);
        var graphGuard = guards.of("graph status", LONGEST);
        this.postgres = new SharedProbe<>(
                () -> new StoredBacklog(outbox.count(outboxProperties.maxRows() + 1), deadLetters.count()),
                workerThreads,
                LONGEST);
        this.kafka = new SharedProbe<>(kafkaLook::look, workerThreads, LONGEST);
        this.vector = new SharedProbe<>(() -> vectorGuard.call(embeddingWorker::status), workerThreads, LONGEST);
        this.graph = new SharedProbe<>(() -> graphGuard.call(graphWorker::status), workerThreads, LONGEST);
    }

    Looks look() {
        return new Looks(postgres.look(), kafka.look(), vector.look(), graph.look());
    }

    /// Looks under way.
    record Looks(
            CompletableFuture<StoredBacklog> postgres,
            CompletableFuture<StatusReport.Store> kafka,
            CompletableFuture<WorkerStatus> vector,
            CompletableFuture<WorkerStatus> graph) {}
}
