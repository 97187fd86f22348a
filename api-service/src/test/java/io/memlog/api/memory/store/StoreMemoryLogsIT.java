package io.memlog.api.memory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoreMemoryLogsIT {

    private final RunningService service = RunningService.memory();

    @Test
    void a_stored_memory_log_comes_back_as_it_was_sent() {
        var answer = service.post("/memory-logs", """
                {"task":"implement-feature-x","agent":"claude-sonnet-4.5","date":"2025-11-13","user_id":"ada@example.org",
                 "project_id":"projet-é","conversation_id":"c","request_id":"r","importance":7.50,
                 "raw_data":{"summary":"früh 🌅","n":[1,1.0,1e5,-0.10,12345678901234567890],"deep":{"a":{"b":null}}}}""");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.header("Location")).isEqualTo("/memory-logs/" + answer.id());
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(String.join(" ", answer.json().propertyNames()))
                .isEqualTo("id version task agent date user_id project_id conversation_id request_id importance"
                        + " raw_data created_at updated_at embedding status");
        assertThat(answer.json().get("date").stringValue()).isEqualTo("2025-11-13");
        assertThat(answer.json().get("importance").toString()).isEqualTo("7.50");
        assertThat(answer.json().get("raw_data").toString())
                .isEqualTo("{\"summary\":\"früh 🌅\",\"n\":[1,1.0,1e5,-0.10,12345678901234567890],"
                        + "\"deep\":{\"a\":{\"b\":null}}}");
        assertThat(answer.json().get("embedding").isNull()).isTrue();
        assertThat(answer.json().get("status").toString()).isEqualTo("""
                {"vector":"pending","graph":"pending"}""");
        assertThat(service.get("/memory-logs/" + answer.id()).json()).isEqualTo(answer.json());
    }

    @Test
    void what_was_read_can_be_sent_back() {
        var first = service.post("/memory-logs", minimal("read-and-send-back"));

        var second = service.post(
                "/memory-logs", service.get("/memory-logs/" + first.id()).body());

        assertThat(second.status()).isEqualTo(201);
        assertThat(second.id()).isGreaterThan(first.id());
    }

    @Test
    void the_event_in_the_log_carries_the_whole_state() {
        var stored = service.post("/memory-logs", minimal("event"));

        var events = service.bean(EventStore.class).read(StreamId.ofMemory(new MemoryId(stored.id())), 0, 10);

        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("memory_log.stored");
            assertThat(event.streamVersion()).isEqualTo(1);
            assertThat(Json.mapper().readTree(event.data()).get("task").stringValue())
                    .isEqualTo("event");
        });
    }

    @Test
    void a_client_that_sends_again_after_a_time_out_stores_once() {
        var first = service.post("/memory-logs", minimal("retry"), "Idempotency-Key", "retry-1");
        var again = service.post("/memory-logs", """
                        {"user_id":"u", "project_id":"p", "raw_data":{ }, "task":"retry"}""", "Idempotency-Key", "retry-1");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(first.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void a_key_belongs_to_one_body_of_one_tenant() {
        var first = service.post("/memory-logs", minimal("one body"), "Idempotency-Key", "one-body");

        var otherBody = service.post("/memory-logs", minimal("another body"), "Idempotency-Key", "one-body");
        var otherTenant = service.post("/memory-logs", """
                        {"task":"one body","user_id":"u2","project_id":"p","raw_data":{}}""", "Idempotency-Key", "one-body");

        assertThat(otherBody.status()).isEqualTo(422);
        assertThat(otherBody.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:idempotency-key-reused");
        assertThat(otherTenant.status()).isEqualTo(201);
        assertThat(otherTenant.id()).isNotEqualTo(first.id());
    }

    @Test
    void a_refused_request_does_not_use_up_its_key() {
        var refused = service.post("/memory-logs", "{\"task\":\"\"}", "Idempotency-Key", "refused-once");
        var accepted = service.post("/memory-logs", minimal("refused once"), "Idempotency-Key", "refused-once");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(accepted.status()).isEqualTo(201);
        assertThat(accepted.header("Idempotent-Replayed")).isEmpty();
    }

    @Test
    void the_same_key_sent_many_times_at_once_stores_once() throws Exception {
        var start = new CountDownLatch(1);
        List<Answer> answers;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var sent = IntStream.range(0, 20)
                    .mapToObj(i -> threads.submit(() -> {
                        start.await();
                        return service.post("/memory-logs", minimal("at once"), "Idempotency-Key", "at-once");
                    }))
                    .toList();
            start.countDown();
            answers = new ArrayList<>();
            for (var answer : sent) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).extracting(Answer::status).isSubsetOf(201, 409).contains(201);
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(Answer::id))
                .containsOnly(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .findFirst()
                        .orElseThrow()
                        .id());
        assertThat(answers.stream().filter(answer -> answer.status() == 409))
                .allMatch(answer -> !answer.header("Retry-After").isEmpty());
    }

    private static String minimal(String task) {
        return "{\"task\":\"" + task + "\",\"user_id\":\"u\",\"project_id\":\"p\",\"raw_data\":{}}";
    }
}
