package io.memlog.api.overview;

import io.memlog.api.input.Parameters;
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
final class OverviewController {

    private final Parts parts;
    private final OutboxProperties outbox;
    private final Clock clock;

    OverviewController(Parts parts, OutboxProperties outbox, Clock clock) {
        this.parts = parts;
        this.outbox = outbox;
        this.clock = clock;
    }

    @GetMapping("/status")
    Overview status(HttpServletRequest request) throws InterruptedException {
        Parameters.of(request).only(Set.of()).rejectIfWrong();
        var deadline = System.nanoTime() + Parts.LONGEST.toNanos();
        var looks = parts.look();
        var postgres = Look.await(looks.postgres(), deadline);
        var kafka = Look.await(looks.kafka(), deadline);
        var vector = Look.await(looks.vector(), deadline);
        var graph = Look.await(looks.graph(), deadline);
        return overview(clock.instant(), postgres, kafka, vector, graph);
    }

    private Overview overview(
            Instant now,
            Look<StoredBacklog> postgres,
            Look<Overview.Store> kafka,
            Look<WorkerStatus> vector,
            Look<WorkerStatus> graph) {
        Map<String, Overview.Store> stores = new LinkedHashMap<>();
        stores.put("postgres", postgres(postgres));
        stores.put("kafka", kafka(kafka));
        stores.put("chroma", store(vector));
        stores.put("neo4j", store(graph));
        Map<String, Overview.Consumer> consumers = new LinkedHashMap<>();
        consumers.put(Projection.VECTOR.wireName(), consumer(vector));
        consumers.put(Projection.GRAPH.wireName(), consumer(graph));
        return switch (postgres) {
            case Look.Seen<StoredBacklog>(var waiting) ->
                Verdict.of(
                        now,
                        stores,
                        consumers,
                        Counts.outbox(waiting, outbox.maxRows(), now),
                        Counts.deadLetters(waiting, now));
            case Look.Failed<StoredBacklog> _ -> Verdict.of(now, stores, consumers, null, null);
        };
    }

    private static Overview.Store postgres(Look<StoredBacklog> look) {
        return switch (look) {
            case Look.Seen<StoredBacklog> _ -> Overview.Store.UP;
            case Look.Failed<StoredBacklog>(var reason) -> Overview.Store.down("PostgreSQL " + reason);
        };
    }

    private static Overview.Store kafka(Look<Overview.Store> look) {
        return switch (look) {
            case Look.Seen<Overview.Store>(var store) -> store;
            case Look.Failed<Overview.Store>(var reason) -> Overview.Store.down("Kafka " + reason);
        };
    }

    private static Overview.Store store(Look<WorkerStatus> look) {
        return switch (look) {
            case Look.Seen<WorkerStatus>(var worker) ->
                new Overview.Store(worker.store().state(), worker.store().reason());
            case Look.Failed<WorkerStatus>(var reason) -> Overview.Store.unknown("its worker " + reason);
        };
    }

    private static Overview.Consumer consumer(Look<WorkerStatus> look) {
        return switch (look) {
            case Look.Seen<WorkerStatus>(var worker) -> {
                var consumer = worker.consumer();
                yield new Overview.Consumer(consumer.state(), consumer.lag(), consumer.reason(), consumer.since());
            }
            case Look.Failed<WorkerStatus>(var reason) -> Overview.Consumer.unreachable("the worker " + reason);
        };
    }
}
