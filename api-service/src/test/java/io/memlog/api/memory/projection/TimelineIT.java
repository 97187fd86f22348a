package io.memlog.api.memory.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import io.memlog.schemas.event.ProjectionFailed;
import io.memlog.schemas.event.ProjectionStored;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.JsonNode;

class TimelineIT {

    private static final Tenant TENANT = new Tenant("timeline", "p");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String BODY = """
            {"task":"t","user_id":"timeline","project_id":"p","raw_data":{}}""";

    private final RunningService service = RunningService.memory();
    private final ProgressRecorder recorder = service.bean(ProgressRecorder.class);

    @Test
    void a_memory_log_of_a_traced_request_is_followed_from_the_request_to_both_indexes() {
        var memory = store("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01");
        var stored = Instant.now();

        recorder.record(Stream.of(Projection.values())
                .map(projection -> report(new ProjectionStored(projection, memory, 1, stored.plusMillis(30)), stored))
                .toList());

        var items = timeline(memory);
        assertThat(steps(items))
                .containsExactly(
                        "received",
                        "stored",
                        "published",
                        "attempt vector",
                        "attempt graph",
                        "indexed vector",
                        "indexed graph");
        assertThat(items)
                .allSatisfy(
                        item -> assertThat(item.path("trace_id").stringValue()).isEqualTo(TRACE));
        assertThat(items.getLast().path("milliseconds").longValue()).isEqualTo(20);
        assertThat(items.getFirst().path("by").isString()).isTrue();
    }

    @Test
    void a_report_that_arrives_again_is_one_step() {
        var memory = store();
        var report = report(new ProjectionStored(Projection.VECTOR, memory, 1, Instant.now()), Instant.now());

        recorder.record(List.of(report));
        recorder.record(List.of(report, report));

        assertThat(steps(timeline(memory)))
                .filteredOn(step -> step.startsWith("indexed"))
                .hasSize(1);
    }

    @Test
    void a_dead_letter_its_repair_and_an_update_are_steps_with_their_reason_and_version() {
        var memory = store();
        var failed = new ProjectionFailed(Projection.GRAPH, memory, 1, "content_refused", "a text", Instant.now());
        recorder.record(List.of(ProgressReport.of(failed)));
        service.bean(TransactionOperations.class)
                .executeWithoutResult(_ -> service.bean(ProjectionStates.class)
                        .markPending(TimelineStep.REPAIR, Projection.GRAPH, List.of(memory.id()), Instant.now()));
        service.send("PATCH", "/memory-logs/" + memory.id(), "{\"task\":\"another\"}");

        var items = timeline(memory);

        assertThat(steps(items))
                .containsExactly("received", "stored", "dead_letter graph", "repair graph", "received", "stored");
        assertThat(items.get(2).path("detail").stringValue()).isEqualTo("content_refused");
        assertThat(items.getLast().path("version").longValue()).isEqualTo(2);
    }

    @Test
    void a_clock_that_is_behind_gives_no_negative_duration() {
        var memory = store();
        var attempted = Instant.now();

        recorder.record(List.of(
                report(new ProjectionStored(Projection.VECTOR, memory, 1, attempted.minusSeconds(60)), attempted)));

        assertThat(timeline(memory))
                .filteredOn(item -> item.has("milliseconds"))
                .allSatisfy(item ->
                        assertThat(item.path("milliseconds").longValue()).isNotNegative());
    }

    @Test
    void the_timeline_of_another_tenants_memory_is_404() {
        var memory = store();

        assertThat(service.get("/memory-logs/" + memory.id() + "/timeline?user_id=other")
                        .status())
                .isEqualTo(404);
        assertThat(service.get("/memory-logs/" + memory.id() + "/timeline?limit=1")
                        .status())
                .isEqualTo(400);
    }

    private static ProgressReport report(ProjectionStored event, Instant time) {
        return new ProgressReport(event, time.plusMillis(5), time.plusMillis(10), TRACE);
    }

    private MemoryKey store(String... headers) {
        var id = service.post("/memory-logs", BODY, headers).json().path("id").longValue();
        return new MemoryKey(new MemoryId(id), TENANT);
    }

    private List<JsonNode> timeline(MemoryKey memory) {
        var items =
                service.get("/memory-logs/" + memory.id() + "/timeline").json().path("items");
        return StreamSupport.stream(items.spliterator(), false).toList();
    }

    private static List<String> steps(List<JsonNode> items) {
        return items.stream()
                .map(item -> (item.path("what").stringValue() + " "
                                + item.path("projection").asString(""))
                        .strip())
                .toList();
    }
}
