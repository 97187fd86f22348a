package io.memlog.api.memory.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.memory.projection.ProjectionState.State;
import io.memlog.schemas.event.EmbeddingGenerated;
import io.memlog.schemas.event.MemoryEvent;
import io.memlog.schemas.event.ProjectionEvent;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.transaction.support.TransactionOperations;

class ProgressIT {

    private final RunningService service = RunningService.memory();

    @Test
    void a_memory_is_pending_until_a_worker_reports_it() throws Exception {
        var memory = store();
        var before = service.get("/memory-logs/" + memory.id() + "/status").json();

        var waiting = CompletableFuture.supplyAsync(() -> waitFor(memory, "vector", 20_000));
        report(stored(memory, Projection.VECTOR, 1));
        var after = waiting.get().json();

        assertThat(before.toString())
                .isEqualTo("{\"version\":1,"
                        + "\"vector\":{\"state\":\"pending\",\"version\":null,\"at\":null,\"milliseconds\":null},"
                        + "\"graph\":{\"state\":\"pending\",\"version\":null,\"at\":null,\"milliseconds\":null}}");
        assertThat(after.at("/vector/state").stringValue()).isEqualTo("stored");
        assertThat(after.at("/vector/version").longValue()).isEqualTo(1);
        assertThat(after.at("/vector/at").stringValue()).matches("\\d{4}-.*\\.\\d{6}Z");
        assertThat(after.at("/vector/milliseconds").isIntegralNumber()).isTrue();
        assertThat(after.at("/graph/state").stringValue()).isEqualTo("pending");
        assertThat(service.get("/memory-logs/" + memory.id())
                        .json()
                        .at("/status/vector")
                        .stringValue())
                .isEqualTo("stored");
    }

    @Test
    void a_wait_ends_at_its_time_out_with_the_state_reached() {
        var memory = store();

        var answer = waitFor(memory, "vector,graph", 200);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().at("/vector/state").stringValue()).isEqualTo("pending");
    }

    @Test
    void when_the_vector_is_stored_its_embedding_is_readable() {
        var memory = store();
        var vectors = List.of(Embedding.of(new float[] {1, 0}), Embedding.of(new float[] {0, 1}));

        report(new EmbeddingGenerated(memory, 1, "test-model", vectors), stored(memory, Projection.VECTOR, 1));
        waitFor(memory, "vector", 20_000);
        var with = service.get("/memory-logs/" + memory.id() + "?include=embedding")
                .json();
        var without = service.get("/memory-logs/" + memory.id()).json();

        assertThat(with.get("embedding").toString()).isEqualTo("[0.70710677,0.70710677]");
        assertThat(without.get("embedding").isNull()).isTrue();
        assertThat(with.get("updated_at")).isEqualTo(without.get("updated_at"));
        assertThat(with.get("version").longValue()).isEqualTo(1);
    }

    @Test
    void reports_come_twice_late_and_out_of_order_without_harm() {
        var memory = store();
        var first = stored(memory, Projection.VECTOR, 1);

        report(first, failed(memory, 1), first, new EmbeddingGenerated(memory, 1, "m", List.of(vector())));
        report(stored(memory, Projection.GRAPH, 1));
        var status = waitFor(memory, "vector,graph", 20_000).json();

        assertThat(status.at("/vector/state").stringValue()).isEqualTo("stored");
        assertThat(status.at("/graph/state").stringValue()).isEqualTo("stored");
    }

    @Test
    void a_memory_waits_until_every_index_has_it() {
        var memory = store("waits");

        report(stored(memory, Projection.VECTOR, 1));
        waitFor(memory, "vector", 20_000);
        var withOne = pending("waits");
        report(stored(memory, Projection.GRAPH, 1));
        waitFor(memory, "graph", 20_000);
        var withBoth = pending("waits");

        assertThat(withOne).isEqualTo("1");
        assertThat(withBoth).isEqualTo("0");
    }

    @Test
    void a_dead_letter_ends_the_wait() {
        var memory = store();

        report(failed(memory, 1));
        var status = waitFor(memory, "vector", 20_000).json();

        assertThat(status.at("/vector/state").stringValue()).isEqualTo("dead_letter");
    }

    @Test
    void unreadable_messages_and_reports_about_unknown_memories_do_not_stop_the_listener() {
        var memory = store();
        var nobody = new MemoryKey(new MemoryId(123_456_789), memory.tenant());

        sendBytes("1", "nonsense".getBytes(StandardCharsets.UTF_8), Map.of("ce_type", "vector.stored"));
        sendBytes("1", new byte[] {(byte) 0xff}, Map.of());
        sendBytes("1", null, Map.of());
        report(stored(nobody, Projection.VECTOR, 1), new EmbeddingGenerated(nobody, 1, "m", List.of(vector())));
        report(stored(memory, Projection.VECTOR, 1));
        var status = waitFor(memory, "vector", 20_000).json();

        assertThat(status.at("/vector/state").stringValue()).isEqualTo("stored");
    }

    @Test
    void a_report_of_a_later_release_stays_unread_and_the_others_of_its_batch_are_recorded() {
        var memory = store();
        var newer = record(stored(memory, Projection.GRAPH, 1));
        newer.headers()
                .add(CloudEventHeaders.SOURCE, "/memlog/graph-worker".getBytes(StandardCharsets.UTF_8))
                .add(CloudEventHeaders.SCHEMA_VERSION, "2".getBytes(StandardCharsets.UTF_8));
        var batch = List.of(newer, record(stored(memory, Projection.VECTOR, 1)));

        assertThatThrownBy(() -> service.bean(ProgressListener.class).receive(batch))
                .isInstanceOfSatisfying(
                        BatchListenerFailedException.class,
                        failed -> assertThat(failed.getRecord()).isSameAs(newer))
                .hasMessageContaining("upgrade this api-service first");

        var status = service.get("/memory-logs/" + memory.id() + "/status").json();
        assertThat(status.at("/vector/state").stringValue()).isEqualTo("stored");
        assertThat(status.at("/graph/state").stringValue()).isEqualTo("pending");
    }

    @Test
    void deletions_and_reports_of_the_same_memories_do_not_deadlock_and_leave_no_vectors() throws Exception {
        var memories = Stream.generate(this::store).limit(40).toList();
        var recorder = service.bean(ProgressRecorder.class);
        List<ProjectionEvent> reports = new ArrayList<>();
        memories.forEach(memory -> {
            reports.add(new EmbeddingGenerated(memory, 1, "m", List.of(vector())));
            reports.add(stored(memory, Projection.VECTOR, 1));
        });

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var recording = threads.submit(() -> {
                for (int round = 0; round < 30; round++) {
                    record(recorder, reports);
                }
            });
            var deletions = memories.reversed().stream()
                    .map(memory -> threads.submit(() -> service.send("DELETE", "/memory-logs/" + memory.id())))
                    .toList();
            for (var deletion : deletions) {
                assertThat(deletion.get().status()).isEqualTo(204);
            }
            recording.get();
        }

        var ids = memories.stream().map(memory -> memory.id().value()).toArray(Long[]::new);
        assertThat(service.bean(DSLContext.class)
                        .fetchValue("SELECT count(*) FROM memory_embedding WHERE memory_id = ANY (?)", (Object) ids))
                .isEqualTo(0L);
    }

    @Test
    void pending_marks_and_reports_of_the_same_memories_do_not_deadlock() throws Exception {
        var memories = Stream.generate(this::store).limit(200).toList();
        var ids = memories.stream().map(MemoryKey::id).toList();
        var recorder = service.bean(ProgressRecorder.class);
        var states = service.bean(ProjectionStates.class);
        var transaction = service.bean(TransactionOperations.class);
        List<ProjectionEvent> reports = memories.stream()
                .<ProjectionEvent>mapMulti((memory, each) -> {
                    each.accept(stored(memory, Projection.VECTOR, 1));
                    each.accept(stored(memory, Projection.GRAPH, 1));
                })
                .toList();
        record(recorder, reports);

        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var recording = threads.submit(() -> repeat(() -> record(recorder, reports)));
            var marking = threads.submit(() -> repeat(() -> transaction.executeWithoutResult(
                    _ -> states.markPending(TimelineStep.REPAIR, Projection.VECTOR, ids, Instant.now()))));
            recording.get();
            marking.get();
        }

        record(recorder, reports);
        assertThat(states.find(ids).values())
                .hasSize(200)
                .allSatisfy(of -> assertThat(of)
                        .extractingByKey(Projection.VECTOR)
                        .returns(State.STORED, ProjectionState::state));
    }

    @ParameterizedTest
    @CsvSource({"1, m, 1, m, false", "1, m, 1, n, true", "1, m, 2, m, true", "2, m, 1, n, false"})
    void vectors_are_written_again_for_a_later_version_or_another_model(
            long version, String model, long reportedVersion, String reportedModel, boolean written) {
        var memory = store();
        var recorder = service.bean(ProgressRecorder.class);
        record(recorder, List.of(new EmbeddingGenerated(memory, version, model, List.of(vector()))));
        var before = rowOf(memory);

        record(recorder, List.of(new EmbeddingGenerated(memory, reportedVersion, reportedModel, List.of(vector()))));

        assertThat(!rowOf(memory).equals(before)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "wait_for=vektor, wait_for",
        "wait_for=, wait_for",
        "wait_for=vector&timeout_ms=60001, timeout_ms",
        "timeout_ms=-1, timeout_ms",
        "timeout_ms=1e3, timeout_ms"
    })
    void invalid_parameters_are_named(String query, String place) {
        var memory = store();

        var answer = service.get("/memory-logs/" + memory.id() + "/status?" + query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }

    private static void repeat(Runnable action) {
        for (int round = 0; round < 100; round++) {
            action.run();
        }
    }

    /// Where PostgreSQL keeps the vectors; another row version has another place.
    private String rowOf(MemoryKey memory) {
        return String.valueOf(service.bean(DSLContext.class)
                .fetchValue(
                        "SELECT ctid::text FROM memory_embedding WHERE memory_id = ?",
                        memory.id().value()));
    }

    private String pending(String user) {
        var query = "{\"query\":\"q\",\"user_id\":\"" + user + "\",\"project_id\":\"p\"}";
        return service.post("/memory-logs/search", query).header("Memlog-Pending");
    }

    private MemoryKey store() {
        return store("progress");
    }

    private MemoryKey store(String user) {
        var body = "{\"task\":\"t\",\"user_id\":\"" + user + "\",\"project_id\":\"p\",\"raw_data\":{}}";
        return new MemoryKey(new MemoryId(service.post("/memory-logs", body).id()), new Tenant(user, "p"));
    }

    private Answer waitFor(MemoryKey memory, String projections, int milliseconds) {
        return service.get(
                "/memory-logs/" + memory.id() + "/status?wait_for=" + projections + "&timeout_ms=" + milliseconds);
    }

    private static ProjectionStored stored(MemoryKey memory, Projection projection, long version) {
        return new ProjectionStored(projection, memory, version, now());
    }

    private static ProjectionFailed failed(MemoryKey memory, long version) {
        return new ProjectionFailed(Projection.VECTOR, memory, version, "test_reason", "a test says so", now());
    }

    private static Embedding vector() {
        return Embedding.of(new float[] {1, 2, 3});
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private void report(MemoryEvent... events) {
        for (var event : events) {
            var message = EventMessage.of(event.type() + "/" + event.key().id(), "/memlog/test", now(), event);
            sendBytes(message.key(), message.data().getBytes(StandardCharsets.UTF_8), message.headers());
        }
    }

    private static ConsumerRecord<String, byte[]> record(ProjectionEvent report) {
        var message = EventMessage.of("test", "/test", Instant.now(), report);
        var record = new ConsumerRecord<>(
                Topic.PROGRESS.name(), 0, 7, message.key(), message.data().getBytes(StandardCharsets.UTF_8));
        message.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private void sendBytes(String key, byte @Nullable [] value, Map<String, String> headers) {
        Map<String, Object> settings = Map.of("bootstrap.servers", service.kafka());
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var record = new ProducerRecord<>(Topic.PROGRESS.name(), key, value);
            headers.forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
            producer.send(record).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void record(ProgressRecorder recorder, List<? extends ProjectionEvent> events) {
        recorder.record(events.stream().map(ProgressReport::of).toList());
    }
}
