package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.FakeStore;
import io.memlog.api.RunningService;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;

/// The memories of one user that no other test uses, and the fake store of the vector index.
final class SyncFixture {

    private int bodies;

    static final long UNKNOWN_MEMORY = 900_000_000_000_001L;

    final RunningService service = RunningService.maintenance();
    final DSLContext sql = service.bean(DSLContext.class);
    final FakeStore index = service.embeddingWorker().store();
    final String user = "reconciled-" + UUID.randomUUID();
    final Tenant tenant = new Tenant(user, "p");

    void restoreWorkers() {
        service.embeddingWorker().reset();
        service.graphWorker().reset();
    }

    Answer submit(String operation) {
        return service.post("/sync", """
                {"operation":"%s","projection":"vector","user_id":"%s"}
                """.formatted(operation, user));
    }

    JsonNode awaitFinished(Answer accepted) {
        assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> job(accepted).get("finished_at").isString());
        return job(accepted);
    }

    JsonNode job(Answer accepted) {
        return service.get(accepted.header("Location")).json();
    }

    List<JsonNode> findings(String more) {
        var items = service.get("/sync/findings?projection=vector&limit=1000&user_id=" + user + more)
                .json()
                .get("items");
        return items.valueStream().toList();
    }

    List<Long> memories(int count) {
        return IntStream.range(0, count).mapToObj(_ -> memory()).toList();
    }

    long memory() {
        return service.post("/memory-logs", body()).id();
    }

    void update(long memory) {
        assertThat(service.put("/memory-logs/" + memory, body()).status()).isEqualTo(200);
    }

    private String body() {
        return """
                {"task":"t","user_id":"%s","project_id":"p","raw_data":{"n":%d}}
                """.formatted(user, ++bodies);
    }

    void delete(long memory) {
        assertThat(service.delete("/memory-logs/" + memory).status()).isEqualTo(204);
    }

    String vectorState(long memory) {
        return service.get("/memory-logs/" + memory + "/status")
                .json()
                .at("/vector/state")
                .stringValue();
    }

    /// Acknowledges all changes of this user, before the grace period.
    void acknowledgeAll() {
        sql.execute("""
                INSERT INTO projection_state (memory_id, projection, version, state, at)
                SELECT memory_id, 'vector', version, CASE WHEN deleted_at IS NULL THEN 'stored' ELSE 'deleted' END, now()
                FROM memory_log WHERE user_id = ?
                ON CONFLICT (memory_id, projection) DO UPDATE SET version = excluded.version, state = excluded.state
                """, user);
        awaitQuiet();
    }

    /// Waits until the grace period of all changes of this user is over and the outbox is empty.
    void awaitQuiet() {
        await().until(() -> sql.fetchSingle("""
                                SELECT NOT EXISTS (SELECT FROM outbox)
                                   AND max(recorded_at) < now() - interval '400 milliseconds'
                                FROM event WHERE user_id = ?
                                """, user).get(0, Boolean.class));
    }

    /// Commits the end offsets for the consumer of the vector index.
    void commitAll() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        service.bean(ConsumerLag.class).endOffsets(Projection.VECTOR).forEach((partition, end) -> {
            var dash = partition.lastIndexOf('-');
            var number = Integer.parseInt(partition.substring(dash + 1));
            offsets.put(new TopicPartition(partition.substring(0, dash), number), new OffsetAndMetadata(end));
        });
        try (var admin = Admin.create(Map.of("bootstrap.servers", service.kafka()))) {
            admin.alterConsumerGroupOffsets("memlog-vector", offsets).all().get();
        }
    }
}
