package io.memlog.api.memory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.eventstore.outbox.OutboxRelay;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoreDuringOutageIT {

    private static final String BODY = """
            {"task":"t","user_id":"outage","project_id":"p","raw_data":{}}""";

    private final RunningService service = RunningService.memory();

    @Test
    void without_postgres_the_answer_is_503_and_all_is_well_soon_after_its_return() {
        service.withoutPostgres(() -> {
            var answer = service.post("/memory-logs", BODY);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:store-unavailable");
            assertThat(service.get("/memory-logs/1").status()).isEqualTo(503);
            assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(503);
        });

        await().atMost(Duration.ofSeconds(30))
                .until(() -> service.post("/memory-logs", BODY).status() == 201);
        await().atMost(Duration.ofSeconds(5))
                .until(() -> service.get("/actuator/health/readiness").status() == 200);
        await().atMost(Duration.ofSeconds(30)).until(this::outboxIsEmpty);
    }

    @Test
    void without_kafka_memory_logs_are_stored_and_published_after_its_return() {
        service.withoutKafka(() -> {
            assertThat(service.post("/memory-logs", BODY).status()).isEqualTo(201);
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
            await().atMost(Duration.ofSeconds(20)).until(() -> !outboxIsEmpty());
            await().atMost(Duration.ofSeconds(40)).until(() -> readiness().contains("\"trouble\""));
            assertThat(service.get("/actuator/health/readiness").status()).isEqualTo(200);
        });

        await().atMost(Duration.ofSeconds(60)).until(this::outboxIsEmpty);
    }

    private String readiness() {
        return service.get("/actuator/health/readiness").body();
    }

    private boolean outboxIsEmpty() {
        return service.bean(OutboxRelay.class).status().depth() == 0;
    }
}
