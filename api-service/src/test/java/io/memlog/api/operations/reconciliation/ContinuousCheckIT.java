package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.FakeStore;
import io.memlog.api.RunningService;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.memory.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContinuousCheckIT {

    private final RunningService service = RunningService.maintenance();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final FakeStore index = service.embeddingWorker().store();
    private final Tenant agreeing = new Tenant("agreeing-" + UUID.randomUUID(), "p");
    private final Tenant damaged = new Tenant("damaged-" + UUID.randomUUID(), "p");

    @AfterEach
    void worker_is_available_again() {
        service.embeddingWorker().reset();
    }

    @Test
    void discrepancies_are_found_round_after_round_and_only_where_index_and_log_differ() {
        sql.execute("DELETE FROM sync_check");
        index.holds(agreeing, memory(agreeing), 1, EntryState.STORED);
        var missing = memory(damaged);
        acknowledgeAll();

        try (var _ = service.another(
                List.of(),
                "--memlog.sync.enabled=true",
                "--memlog.sync.interval=50ms",
                "--memlog.sync.timeout=0ms",
                "--memlog.sync.page-size=1000")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> !roundEnded().isEmpty());
            var ended = roundEnded();
            await().atMost(Duration.ofMinutes(2)).until(() -> !roundEnded().equals(ended));
        }
        service.get("/jobs?kind=sync")
                .json()
                .get("items")
                .forEach(job -> service.post("/jobs/" + job.get("id").stringValue() + "/cancel", ""));

        assertThat(findings(damaged).at("/items/0/memory_log_id").longValue()).isEqualTo(missing);
        assertThat(findings(agreeing).get("items")).isEmpty();
        assertThat(service.get("/sync")
                        .json()
                        .at("/projections/vector/last_check/memories")
                        .longValue())
                .isGreaterThanOrEqualTo(2);
    }

    private JsonNode findings(Tenant tenant) {
        return service.get("/sync/findings?state=open&user_id=" + tenant.userId() + "&projection=vector")
                .json();
    }

    private String roundEnded() {
        return service.get("/sync").json().at("/scheduler/round_ended_at").stringValue("");
    }

    private long memory(Tenant tenant) {
        return service.post("/memory-logs", """
                        {"task":"t","user_id":"%s","project_id":"p","raw_data":{}}
                        """.formatted(tenant.userId())).id();
    }

    private void acknowledgeAll() {
        sql.execute("""
                INSERT INTO projection_state (memory_id, projection, version, state, at)
                SELECT memory_id, projection, version, 'stored', now()
                FROM memory_log CROSS JOIN unnest('{vector,graph}'::text[]) AS projection
                WHERE user_id IN (?, ?)
                """, agreeing.userId(), damaged.userId());
        await().until(() ->
                sql.fetchSingle("""
                                SELECT NOT EXISTS (SELECT FROM outbox)
                                   AND max(recorded_at) < now() - interval '400 milliseconds'
                                FROM event WHERE user_id IN (?, ?)
                                """, agreeing.userId(), damaged.userId()).get(0, Boolean.class));
    }
}
