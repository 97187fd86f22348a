package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.header;
import static io.memlog.api.operations.replay.ReplayTopicReader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionReplayIT {

    private final RunningService service = RunningService.deadLetters();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final String user = "replayed-" + UUID.randomUUID();

    @Test
    void the_latest_events_are_sent_as_published_and_to_the_requested_projection_only() {
        var first = store("p");
        var second = store("p");
        store("other");

        var job = service.awaitFinished(replay("""
                {"projection":"vector","user_id":"%s","project_id":"p"}
                """.formatted(user)));

        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.get("progress").toString()).isEqualTo("""
                {"total":2,"done":2,"sent":2,"skipped":0}""");
        var sent = replayed(Projection.VECTOR);
        assertThat(sent).extracting(record -> text(record.key())).containsExactlyInAnyOrder("" + first, "" + second);
        assertThat(replayed(Projection.GRAPH)).isEmpty();
        await().untilAsserted(() -> assertThat(published()).hasSize(3));
        for (var record : sent) {
            var original = published().stream()
                    .filter(other -> text(other.key()).equals(text(record.key())))
                    .findFirst()
                    .orElseThrow();
            assertThat(text(record.value())).isEqualTo(text(original.value()));
            assertThat(record.partition()).isEqualTo(original.partition());
            assertThat(record.headers().toArray())
                    .containsExactlyInAnyOrder(original.headers().toArray());
        }
    }

    @Test
    void a_memory_is_sent_with_the_last_words_of_the_one_before_it_in_its_conversation() {
        var first = tell("one");
        var batch = service.post(
                "/memory-logs/batch", "{\"items\":[" + turn("two") + "," + turn("three") + "," + turn("four") + "]}");
        var third = batch.json().at("/results/1/id").longValue();
        await().untilAsserted(() -> assertThat(published())
                .extracting(record -> header(record, "memlog-predecessor"))
                .containsExactlyInAnyOrder("", "ada: one", "ada: two", "ada: three"));
        assertThat(service.delete("/memory-logs/" + third).status()).isEqualTo(204);
        assertThat(service.patch("/memory-logs/" + first, "{\"raw_data\":{\"summary\":\"uno\"}}")
                        .status())
                .isEqualTo(200);

        service.awaitFinished(replay("""
                {"projection":"vector","user_id":"%s"}
                """.formatted(user)));

        assertThat(replayed(Projection.VECTOR))
                .extracting(record -> header(record, "memlog-predecessor"))
                .containsExactlyInAnyOrder("", "ada: uno", "", "ada: two");
    }

    @Test
    void a_deletion_is_a_latest_event() {
        var memory = store("p");
        delete(memory);

        var job = service.awaitFinished(replay("""
                {"projection":"graph","user_id":"%s","type":"memory_log.deleted"}
                """.formatted(user)));

        assertThat(job.at("/progress/sent").intValue()).isEqualTo(1);
        assertThat(replayed(Projection.GRAPH))
                .singleElement()
                .satisfies(record -> assertThat(header(record, "ce_type")).isEqualTo("memory_log.deleted"))
                .satisfies(
                        record -> assertThat(header(record, "ce_memoryversion")).isEqualTo("2"));
    }

    @Test
    void only_the_requested_projection_becomes_pending() {
        var memory = store("p");
        report(memory, "vector");
        report(memory, "graph");

        service.awaitFinished(replay("""
                {"projection":"vector","user_id":"%s"}
                """.formatted(user)));

        var status = service.get("/memory-logs/" + memory + "/status").json();
        assertThat(status.at("/vector/state").stringValue()).isEqualTo("pending");
        assertThat(status.at("/graph/state").stringValue()).isEqualTo("stored");
        assertThat(sql.fetchValue("SELECT indexed FROM memory_log WHERE memory_id = ?", memory))
                .isEqualTo(false);
    }

    @Test
    void a_dry_run_counts_and_samples_and_sends_nothing() {
        var memory = store("p");
        store("p");

        var answer = replay("""
                {"projection":"vector","user_id":"%s","dry_run":true,"rate_per_second":7}
                """.formatted(user));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("count").intValue()).isEqualTo(2);
        assertThat(answer.json().get("rate_per_second").intValue()).isEqualTo(7);
        assertThat(answer.json().at("/sample/0").toString()).isEqualTo("""
                {"memory_log_id":%d,"version":1,"type":"memory_log.stored","user_id":"%s","project_id":"p"}""".formatted(memory, user));
        assertThat(answer.json().get("sample").size()).isEqualTo(2);
        assertThat(replayed(Projection.VECTOR)).isEmpty();
    }

    @Test
    void a_filter_that_matches_nothing_submits_no_job() {
        var answer = replay("""
                {"projection":"vector","user_id":"%s"}
                """.formatted(user));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().toString()).isEqualTo("""
                {"count":0,"sample":[],"rate_per_second":200}""");
    }

    @Test
    void from_selects_memories_by_their_last_change() {
        store("p");
        var between = Instant.now();
        await().until(() -> Instant.now().isAfter(between.plusMillis(2)));
        var later = store("p");

        var answer = replay("""
                {"projection":"vector","user_id":"%s","from":"%s","dry_run":true}
                """.formatted(user, between));

        assertThat(answer.json().at("/sample/0/memory_log_id").longValue()).isEqualTo(later);
        assertThat(answer.json().get("count").intValue()).isEqualTo(1);
    }

    @Test
    void a_cancelled_replay_stops_soon_with_its_progress() {
        for (int i = 0; i < 30; i++) {
            store("p");
        }

        var job = replay("""
                {"projection":"vector","user_id":"%s","rate_per_second":10}
                """.formatted(user));
        await().until(() -> !replayed(Projection.VECTOR).isEmpty());
        var cancelled = service.post(job.header("Location") + "/cancel", "");
        var again = service.post(job.header("Location") + "/cancel", "");
        await().until(() -> job(job).json().get("finished_at").isString());

        assertThat(cancelled.status()).isEqualTo(200);
        assertThat(cancelled.json().get("state").stringValue()).isEqualTo("cancelled");
        assertThat(again.status()).isEqualTo(200);
        var sent = job(job).json().at("/progress/sent").intValue();
        assertThat(sent).isBetween(1, 29);
        assertThat(replayed(Projection.VECTOR)).hasSize(sent);
        assertThat(job(job).json().get("state").stringValue()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            {} ; #/projection
            {"projection":"chroma"} ; #/projection
            {"projection":"vector","rate_per_second":0} ; #/rate_per_second
            {"projection":"vector","rate_per_second":10001} ; #/rate_per_second
            {"projection":"vector","rate_per_second":1.5} ; #/rate_per_second
            {"projection":"vector","dry_run":"yes"} ; #/dry_run
            {"projection":"vector","type":"stored"} ; #/type
            {"projection":"vector","from":"yesterday"} ; #/from
            {"projection":"vector","consumer":"vector"} ; #/consumer
            """)
    void invalid_members_are_named(String body, String place) {
        var answer = replay(body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }

    private Answer replay(String body) {
        return service.post("/replays", body);
    }

    private Answer job(Answer accepted) {
        return service.get(accepted.header("Location"));
    }

    private long store(String project) {
        return service.post("/memory-logs", """
                {"task":"t","user_id":"%s","project_id":"%s","raw_data":{"n":1.50}}
                """.formatted(user, project)).id();
    }

    private void delete(long memory) {
        var stream = StreamId.ofMemory(new MemoryId(memory));
        var event = new MemoryDeleted(new MemoryId(memory), user, "p", 2, Instant.parse("2026-01-01T00:00:00Z"));
        var message = EventMessage.of(stream + "/2", "/memlog/test", event.deletedAt(), event);
        service.bean(EventStore.class)
                .append(
                        stream,
                        ExpectedVersion.exactly(1),
                        List.of(new NewEvent(
                                stream + "/2", MemoryDeleted.TYPE, message.data(), "{}", EventContext.NONE, null)));
        sql.execute("UPDATE memory_log SET version = 2, deleted_at = now() WHERE memory_id = ?", memory);
    }

    private void report(long memory, String projection) {
        sql.execute(
                "INSERT INTO projection_state (memory_id, projection, version, state, at) VALUES (?, ?, 1, 'stored', now())",
                memory,
                projection);
        sql.execute("UPDATE memory_log SET indexed = true WHERE memory_id = ?", memory);
    }

    private List<ConsumerRecord<byte[], byte[]>> replayed(Projection projection) {
        return ReplayTopicReader.replayed(service.kafka(), projection, user);
    }

    private List<ConsumerRecord<byte[], byte[]>> published() {
        return ReplayTopicReader.read(
                service.kafka(), Topic.EVENTS.name(), record -> user.equals(header(record, "ce_userid")));
    }

    private long tell(String summary) {
        return service.post("/memory-logs", turn(summary)).id();
    }

    /// In a conversation; its task says nothing.
    private String turn(String summary) {
        return """
                {"task":"c 1","user_id":"%s","project_id":"p","agent":"ada","conversation_id":"c","raw_data":{"summary":"%s"}}
                """.formatted(user, summary);
    }
}
