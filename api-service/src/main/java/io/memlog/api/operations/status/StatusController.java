package io.memlog.api.operations.status;

import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.workers.EmbeddingWorkerClient;
import io.memlog.api.memory.workers.GraphWorkerClient;
import io.memlog.api.memory.workers.WorkerCircuitBreakers;
import io.memlog.api.memory.workers.WorkerUnavailableException;
import io.memlog.api.operations.deadletters.DeadLetterCounts;
import io.memlog.api.operations.deadletters.DeadLetters;
import io.memlog.api.operations.pipeline.Pipeline;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.outbox.OutboxStatus;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /status`: stores, consumers, outbox and dead letters. Everything is probed at the same time, so that the
/// answer comes within two seconds whatever is unavailable.
@RestController
final class StatusController {

    private static final Duration PROBE_TIMEOUT = Duration.ofMillis(1_500);

    private final SharedProbe<Backlogs> postgres;
    private final SharedProbe<StatusReport.Store> kafka;
    private final SharedProbe<WorkerStatus> vector;
    private final SharedProbe<WorkerStatus> graph;
    private final SharedProbe<StatusReport.Pipeline> pipeline;
    private final int outboxLimit;
    private final Clock clock;

    private record Backlogs(OutboxStatus outbox, DeadLetterCounts deadLetters) {}

    private record Worker(StatusReport.Store store, WorkerStatus.Consumer consumer) {}

    StatusController(
            OutboxRelay outbox,
            OutboxProperties outboxProperties,
            DeadLetters deadLetters,
            KafkaProbe kafkaProbe,
            EmbeddingWorkerClient embeddingWorker,
            GraphWorkerClient graphWorker,
            WorkerCircuitBreakers breakers,
            Pipeline pipeline,
            ExecutorService workerThreads,
            Clock clock) {
        var vectorBreaker = breakers.of("vector status", PROBE_TIMEOUT);
        var graphBreaker = breakers.of("graph status", PROBE_TIMEOUT);
        this.outboxLimit = outboxProperties.maxRows();
        this.clock = clock;
        this.postgres = new SharedProbe<>(
                () -> new Backlogs(outbox.status(), deadLetters.count()), workerThreads, PROBE_TIMEOUT);
        this.kafka = new SharedProbe<>(kafkaProbe::probe, workerThreads, PROBE_TIMEOUT);
        this.vector =
                new SharedProbe<>(() -> vectorBreaker.call(embeddingWorker::status), workerThreads, PROBE_TIMEOUT);
        this.graph = new SharedProbe<>(() -> graphBreaker.call(graphWorker::status), workerThreads, PROBE_TIMEOUT);
        this.pipeline = new SharedProbe<>(() -> overdue(pipeline), workerThreads, PROBE_TIMEOUT);
    }

    private static StatusReport.Pipeline overdue(Pipeline pipeline) {
        var report = pipeline.report(1);
        return new StatusReport.Pipeline(report.overdue(), report.complete(), report.missing());
    }

    @GetMapping("/status")
    StatusReport status(HttpServletRequest request) {
        QueryParameters.requireNone(request);
        var backlogsResult = postgres.result();
        var kafkaResult = kafka.result().exceptionally(e -> StatusReport.Store.down("Kafka " + reason(e)));
        var vectorResult = worker(vector.result());
        var graphResult = worker(graph.result());
        var pipelineResult = pipeline.result()
                .exceptionally(e -> new StatusReport.Pipeline(
                        Map.of(), false, List.of("the figures of the pipeline " + reason(e))));
        Map<String, StatusReport.Store> stores = new LinkedHashMap<>();
        stores.put(
                "postgres",
                backlogsResult
                        .thenApply(_ -> StatusReport.Store.UP)
                        .exceptionally(e -> StatusReport.Store.down("PostgreSQL " + reason(e)))
                        .join());
        stores.put("kafka", kafkaResult.join());
        stores.put("chroma", vectorResult.join().store());
        stores.put("neo4j", graphResult.join().store());
        Map<String, WorkerStatus.Consumer> consumers = new LinkedHashMap<>();
        consumers.put(Projection.VECTOR.wireName(), vectorResult.join().consumer());
        consumers.put(Projection.GRAPH.wireName(), graphResult.join().consumer());
        return report(
                stores,
                consumers,
                backlogsResult.isCompletedExceptionally() ? null : backlogsResult.join(),
                pipelineResult.join());
    }

    private StatusReport report(
            Map<String, StatusReport.Store> stores,
            Map<String, WorkerStatus.Consumer> consumers,
            @Nullable Backlogs backlogs,
            StatusReport.Pipeline overdue) {
        var now = clock.instant();
        return backlogs == null
                ? StatusReport.of(now, stores, consumers, null, null, overdue)
                : StatusReport.of(
                        now,
                        stores,
                        consumers,
                        StatusReport.Outbox.of(backlogs.outbox(), outboxLimit),
                        StatusReport.DeadLetters.of(backlogs.deadLetters(), now),
                        overdue);
    }

    private static CompletableFuture<Worker> worker(CompletableFuture<WorkerStatus> probed) {
        return probed.thenApply(status -> new Worker(StatusReport.Store.of(status.store()), status.consumer()))
                .exceptionally(e -> new Worker(
                        StatusReport.Store.unknown("its worker " + reason(e)),
                        new WorkerStatus.Consumer("unreachable", null, "the worker " + reason(e), null)));
    }

    private static String reason(Throwable failure) {
        var cause = failure instanceof CompletionException wrapped && wrapped.getCause() != null
                ? wrapped.getCause()
                : failure;
        return switch (cause) {
            case TimeoutException _ -> "does not answer in time";
            case WorkerUnavailableException worker when worker.reason().equals("timeout") -> "does not answer in time";
            case WorkerUnavailableException worker when worker.reason().equals("error") -> "answers with an error";
            default -> "cannot be reached";
        };
    }
}
