package io.memlog.api.overview;

import io.memlog.api.deadletters.DeadLetters;
import io.memlog.api.workers.EmbeddingWorkerClient;
import io.memlog.api.workers.GraphWorkerClient;
import io.memlog.api.workers.WorkerGuards;
import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.schemas.status.WorkerStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.springframework.stereotype.Component;

/// Everything that is looked at, all at the same time and for a short while.
@Component
final class Parts {

    /// Leaves time to answer within two seconds.
    static final Duration LONGEST = Duration.ofMillis(1_500);

    private final Probe<StoredBacklog> postgres;
    private final Probe<Overview.Store> kafka;
    private final Probe<WorkerStatus> vector;
    private final Probe<WorkerStatus> graph;

    Parts(
            Outbox outbox,
            OutboxProperties outboxProperties,
            DeadLetters deadLetters,
            KafkaLook kafkaLook,
            EmbeddingWorkerClient embeddingWorker,
            GraphWorkerClient graphWorker,
            WorkerGuards guards,
            ExecutorService workerThreads) {
        var vectorGuard = guards.guard("vector status", LONGEST);
        var graphGuard = guards.guard("graph status", LONGEST);
        this.postgres = new Probe<>(
                () -> new StoredBacklog(outbox.count(outboxProperties.maxRows() + 1), deadLetters.count()),
                workerThreads,
                LONGEST);
        this.kafka = new Probe<>(kafkaLook::look, workerThreads, LONGEST);
        this.vector = new Probe<>(() -> vectorGuard.ask(embeddingWorker::status), workerThreads, LONGEST);
        this.graph = new Probe<>(() -> graphGuard.ask(graphWorker::status), workerThreads, LONGEST);
    }

    Looks look() {
        return new Looks(postgres.look(), kafka.look(), vector.look(), graph.look());
    }

    /// Looks under way.
    record Looks(
            CompletableFuture<StoredBacklog> postgres,
            CompletableFuture<Overview.Store> kafka,
            CompletableFuture<WorkerStatus> vector,
            CompletableFuture<WorkerStatus> graph) {}
}
