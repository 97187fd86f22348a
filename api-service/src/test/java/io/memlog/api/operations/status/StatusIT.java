package io.memlog.api.operations.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.schemas.status.WorkerStatus;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import org.jooq.DSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StatusIT {

    private final RunningService service = RunningService.maintenance();

    @AfterEach
    void recover() {
        service.embeddingWorker().reset();
        service.graphWorker().reset();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            var status = status();
            assertThat(status.at("/stores/postgres/state").stringValue()).isEqualTo("up");
            assertThat(status.at("/stores/kafka/state").stringValue()).isEqualTo("up");
            assertThat(status.at("/consumers/vector/state").stringValue()).isEqualTo("following");
            assertThat(status.at("/consumers/graph/state").stringValue()).isEqualTo("following");
        });
    }

    @Test
    void every_store_and_consumer_is_reported() {
        var status = status();

        assertThat(status.get("stores").toString()).isEqualTo("""
                {"postgres":{"state":"up","reason":null},"kafka":{"state":"up","reason":null},\
                "chroma":{"state":"up","reason":null},"neo4j":{"state":"up","reason":null}}""");
        assertThat(status.get("consumers").toString()).isEqualTo("""
                {"vector":{"state":"following","lag":0,"reason":null,"since":null},\
                "graph":{"state":"following","lag":0,"reason":null,"since":null}}""");
        assertThat(status.get("at").stringValue()).matches("\\d{4}-.*\\.\\d{6}Z");
        assertThat(status.at("/outbox/limit").intValue()).isEqualTo(1_000_000);
        assertThat(status.get("outbox").propertyNames())
                .containsExactly("rows", "limit", "oldest_age_seconds", "parked");
        assertThat(status.get("dead_letters").propertyNames())
                .containsExactly("open", "replaying", "parked", "oldest_age_seconds", "by_consumer");
        assertThat(status.at("/dead_letters/by_consumer/graph").propertyNames())
                .containsExactly("open", "replaying", "parked");
    }

    @Test
    void a_paused_consumer_has_a_reason_and_a_time() {
        service.embeddingWorker()
                .reports(
                        new WorkerStatus.Consumer(
                                "paused", 42L, "Chroma is unavailable", Instant.parse("2026-01-02T03:04:05Z")),
                        new WorkerStatus.Store("chroma", "down", "connection refused"));

        var status = status();

        assertThat(status.at("/consumers/vector").toString()).isEqualTo("""
                {"state":"paused","lag":42,"reason":"Chroma is unavailable",\
                "since":"2026-01-02T03:04:05.000000Z"}""");
        assertThat(status.at("/stores/chroma").toString()).isEqualTo("""
                {"state":"down","reason":"connection refused"}""");
        assertThat(status.get("status").stringValue()).isEqualTo("degraded");
    }

    @Test
    void a_worker_that_hangs_does_not_delay_the_answer() {
        service.graphWorker().hangs();

        var status = status();

        assertThat(status.at("/consumers/graph").toString()).isEqualTo("""
                {"state":"unreachable","lag":null,"reason":"the worker does not answer in time","since":null}""");
        assertThat(status.at("/stores/neo4j/state").stringValue()).isEqualTo("unknown");
        assertThat(status.at("/consumers/vector/state").stringValue()).isEqualTo("following");
        assertThat(status.get("status").stringValue()).isEqualTo("degraded");
    }

    @Test
    void a_worker_that_fails_is_unreachable() {
        service.graphWorker().fails(500);

        var status = status();

        assertThat(status.at("/consumers/graph/reason").stringValue()).isEqualTo("the worker answers with an error");
    }

    @Test
    void without_postgres_the_status_is_down() {
        service.withoutPostgres(() -> {
            var status = status();

            assertThat(status.get("status").stringValue()).isEqualTo("down");
            assertThat(status.at("/stores/postgres/state").stringValue()).isEqualTo("down");
            assertThat(status.get("outbox").isNull()).isTrue();
            assertThat(status.get("dead_letters").isNull()).isTrue();
            assertThat(status.at("/stores/kafka/state").stringValue()).isEqualTo("up");
            assertThat(status.at("/consumers/vector/state").stringValue()).isEqualTo("following");
        });
    }

    @Test
    void without_kafka_the_status_is_degraded() {
        service.withoutKafka(() -> await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            var status = status();
            assertThat(status.at("/stores/kafka/state").stringValue()).isEqualTo("down");
            assertThat(status.get("status").stringValue()).isEqualTo("degraded");
        }));
    }

    @Test
    void changes_that_kafka_has_rejected_are_counted() {
        var sql = service.bean(DSLContext.class);
        sql.execute("""
                INSERT INTO outbox_parked (position, id, aggregatetype, aggregateid, type, payload, headers,
                                           recorded_at, parked_at, reason)
                VALUES (-1, 'x', 'memory_log', '1', 't', '{}', '{}', now(), now(), 'too large')
                """);

        try {
            await().untilAsserted(() -> {
                var status = status();
                assertThat(status.at("/outbox/parked").intValue()).isEqualTo(1);
                assertThat(status.get("status").stringValue()).isEqualTo("degraded");
            });
        } finally {
            sql.execute("DELETE FROM outbox_parked WHERE position = -1");
        }
    }

    @Test
    void health_asks_postgres_once_a_second_at_most() {
        var acquired = service.bean(MeterRegistry.class)
                .get("hikaricp.connections.acquire")
                .timer();
        var before = acquired.count();

        for (int i = 0; i < 1_000; i++) {
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
        }

        assertThat(acquired.count() - before).isLessThan(500);
    }

    private JsonNode status() {
        var answer = service.get("/status");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }
}
