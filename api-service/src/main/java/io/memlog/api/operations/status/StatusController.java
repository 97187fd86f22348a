package io.memlog.api.operations.status;

import io.memlog.api.http.QueryParameters;
import io.memlog.eventstore.outbox.OutboxProperties;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// `GET /status`: how everything is doing. It answers within two seconds, whatever is away.
@RestController
final class StatusController {

    private final DependencyProbes parts;
    private final OutboxProperties outbox;
    private final Clock clock;

    StatusController(DependencyProbes parts, OutboxProperties outbox, Clock clock) {
        this.parts = parts;
        this.outbox = outbox;
        this.clock = clock;
    }

    @GetMapping("/status")
    StatusReport status(HttpServletRequest request) throws InterruptedException {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var deadline = System.nanoTime() + DependencyProbes.LONGEST.toNanos();
        var looks = parts.look();
        var postgres = ProbeResult.await(looks.postgres(), deadline);
        var kafka = ProbeResult.await(looks.kafka(), deadline);
        var vector = ProbeResult.await(looks.vector(), deadline);
        var graph = ProbeResult.await(looks.graph(), deadline);
        return overview(clock.instant(), postgres, kafka, vector, graph);
    }

    private StatusReport overview(
            Instant now,
            ProbeResult<StoredBacklog> postgres,
            ProbeResult<StatusReport.Store> kafka,
            ProbeResult<WorkerStatus> vector,
            ProbeResult<WorkerStatus> graph) {
        Map<String, StatusReport.Store> stores = new LinkedHashMap<>();
        stores.put("postgres", postgres(postgres));
        stores.put("kafka", kafka(kafka));
        stores.put("chroma", store(vector));
        stores.put("neo4j", store(graph));
        Map<String, StatusReport.Consumer> consumers = new LinkedHashMap<>();
        consumers.put(Projection.VECTOR.wireName(), consumer(vector));
        consumers.put(Projection.GRAPH.wireName(), consumer(graph));
        return switch (postgres) {
            case ProbeResult.Seen<StoredBacklog>(var waiting) ->
                OverallStatus.of(
                        now,
                        stores,
                        consumers,
                        BacklogView.outbox(waiting, outbox.maxRows(), now),
                        BacklogView.deadLetters(waiting, now));
            case ProbeResult.Failed<StoredBacklog> _ -> OverallStatus.of(now, stores, consumers, null, null);
        };
    }

    private static StatusReport.Store postgres(ProbeResult<StoredBacklog> look) {
        return switch (look) {
            case ProbeResult.Seen<StoredBacklog> _ -> StatusReport.Store.UP;
            case ProbeResult.Failed<StoredBacklog>(var reason) -> StatusReport.Store.down("PostgreSQL " + reason);
        };
    }

    private static StatusReport.Store kafka(ProbeResult<StatusReport.Store> look) {
        return switch (look) {
            case ProbeResult.Seen<StatusReport.Store>(var store) -> store;
            case ProbeResult.Failed<StatusReport.Store>(var reason) -> StatusReport.Store.down("Kafka " + reason);
        };
    }

    private static StatusReport.Store store(ProbeResult<WorkerStatus> look) {
        return switch (look) {
            case ProbeResult.Seen<WorkerStatus>(var worker) ->
                new StatusReport.Store(worker.store().state(), worker.store().reason());
            case ProbeResult.Failed<WorkerStatus>(var reason) -> StatusReport.Store.unknown("its worker " + reason);
        };
    }

    private static StatusReport.Consumer consumer(ProbeResult<WorkerStatus> look) {
        return switch (look) {
            case ProbeResult.Seen<WorkerStatus>(var worker) -> {
                var consumer = worker.consumer();
                yield new StatusReport.Consumer(consumer.state(), consumer.lag(), consumer.reason(), consumer.since());
            }
            case ProbeResult.Failed<WorkerStatus>(var reason) ->
                StatusReport.Consumer.unreachable("the worker " + reason);
        };
    }
}
