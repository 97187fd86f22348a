package io.memlog.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.topic.Projection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path data;

    static WholeSystem system;
    static BuriedEvents topics;
    static Operator operator;

    @BeforeAll
    static void start() {
        system = WholeSystem.start(data);
        topics = new BuriedEvents(system.kafka());
        operator = new Operator(system.client());
    }

    @AfterAll
    static void stop() {
        topics.close();
        system.close();
    }

    @Test
    void a_memory_that_was_deleted_meanwhile_does_not_come_back() throws Exception {
        var stored = storedAndBuried("The ferryman hid the silver coins");
        var memory = BuriedEvents.memoryIn(stored);

        system.append(new MemoryDeleted(memory.id(), memory.userId(), memory.projectId(), 2, memory.updatedAt()));
        await().atMost(PATIENCE).until(() -> isNowhere(memory));
        replayEverythingOf(memory);
        replayPastTheService(stored);

        assertThat(operator.awaitLetters("state=skipped&memory_id=" + memory.id(), 2))
                .hasSize(2);
        assertThat(isNowhere(memory)).isTrue();
        for (var mode : List.of("vector", "text", "graph", "hybrid")) {
            assertThat(system.client()
                            .wholeAnswerTo("ferryman silver coins", mode)
                            .body())
                    .doesNotContain("ferryman");
        }
    }

    @Test
    void a_memory_that_was_updated_meanwhile_keeps_its_newer_state() throws Exception {
        var stored = storedAndBuried("The lighthouse keeper drinks tea");
        var memory = BuriedEvents.memoryIn(stored);

        system.append(new MemoryUpdated(saying(memory, "The lighthouse keeper drinks coffee")));
        await().atMost(PATIENCE).until(() -> textsOf(memory).equals(List.of("coffee", "coffee")));
        replayEverythingOf(memory);
        replayPastTheService(stored);

        assertThat(operator.awaitLetters("state=skipped&memory_id=" + memory.id(), 2))
                .hasSize(2);
        assertThat(textsOf(memory)).containsExactly("coffee", "coffee");
    }

    /// What a repair that was decided on version 1 sends, however late it arrives.
    @Test
    void a_late_purge_and_a_late_repair_leave_a_newer_version_in_both_indexes() throws Exception {
        var stored = topics.firstOf(system.client().remembered("purged", "The miller grinds barley"));
        var memory = BuriedEvents.memoryIn(stored);

        system.append(new MemoryUpdated(saying(memory, "The miller grinds rye")));
        for (var consumer : Projection.values()) {
            topics.purge(consumer, stored, 1);
            topics.repair(consumer, stored, 1);
        }
        topics.flush();
        await().atMost(PATIENCE).until(() -> textsOf(memory).equals(List.of("rye", "rye")));
        for (var consumer : Projection.values()) {
            topics.purge(consumer, stored, 1);
            topics.repair(consumer, stored, 1);
        }
        topics.flush();
        await().atMost(PATIENCE).until(() -> topics.hasHandledReplays("memlog-vector", Projection.VECTOR));
        await().atMost(PATIENCE).until(() -> topics.hasHandledReplays("memlog-graph", Projection.GRAPH));

        assertThat(textsOf(memory)).containsExactly("rye", "rye");
        assertThat(system.client().states(memory.id().value(), PATIENCE)).containsOnly("stored");
        assertThat(system.client().search("miller rye").path(0).path("document").stringValue())
                .contains("rye");
    }

    @Test
    void what_cannot_be_read_is_kept_as_it_came_and_parked_after_its_third_failed_replay() throws Exception {
        var memory = system.client().remembered("poisoned", "The well was poisoned");
        var bytes = new byte[] {'{', 0, (byte) 0xff, '"'};
        topics.spoil(topics.firstOf(memory), bytes);
        topics.flush();
        var letters = operator.awaitLetters("reason=undecodable&state=open&memory_id=" + memory, 2);
        var letter = letters.get(0).path("id").stringValue();

        assertThat(operator.letter(letter).path("payload").path("base64").binaryValue())
                .isEqualTo(bytes);
        assertThat(operator.replayed(letter)).isEqualTo("open");
        assertThat(operator.replayed(letter)).isEqualTo("open");
        assertThat(operator.replayed(letter)).isEqualTo("parked");

        var again = system.client().post("/dead-letters/" + letter + "/replay", Map.of());
        assertThat(again.statusCode()).as(again.body()).isEqualTo(409);
        assertThat(again.body()).contains("parked");
        var other = system.client().post("/dead-letters/replay", Map.of("filter", Map.of("memory_id", memory)));
        assertThat(Client.json(other).path("progress").path("total").intValue()).isEqualTo(1);
        operator.awaitEnd(Client.json(other).path("id").stringValue());
        assertThat(operator.countOf("state=parked&memory_id=" + memory)).isEqualTo(1);
        assertThat(operator.letter(letter).path("history"))
                .filteredOn(entry -> entry.path("what").stringValue().equals("failed"))
                .hasSize(4);
    }

    @Test
    void a_corrected_payload_becomes_the_next_version_of_the_memory() throws Exception {
        var memory = system.client().remembered("garbled", "The bridge was built of xxxx");
        topics.spoil(topics.firstOf(memory), "{\"task\":".getBytes(UTF_8));
        topics.flush();
        var letter = operator.awaitLetters("state=open&consumer=vector&memory_id=" + memory, 1)
                .get(0)
                .path("id")
                .stringValue();
        Map<String, Object> data = Map.of(
                "task",
                "mended",
                "user_id",
                Client.USER,
                "project_id",
                Client.PROJECT,
                "raw_data",
                Map.of("summary", "The bridge was built of limestone"));

        var refused = system.client()
                .post("/dead-letters/" + letter + "/edit", Map.of("data", Map.of("task", 7), "reason", "garbled"));
        var accepted =
                system.client().post("/dead-letters/" + letter + "/edit", Map.of("data", data, "reason", "garbled"));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(422);
        assertThat(refused.body()).contains("#/data/task");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        assertThat(operator.stateOf(letter)).isEqualTo("superseded");
        assertThat(Client.json(system.client().get("/memory-logs/" + memory))
                        .path("version")
                        .intValue())
                .isEqualTo(2);
        assertThat(system.client().states(memory, PATIENCE)).containsOnly("stored");
        assertThat(system.client()
                        .search("limestone bridge")
                        .path(0)
                        .path("document")
                        .stringValue())
                .contains("limestone");
    }

    private static ConsumerRecord<byte[], byte[]> storedAndBuried(String summary) throws Exception {
        var memory = system.client().remembered("buried", summary);
        assertThat(system.client().states(memory, PATIENCE)).containsOnly("stored");
        var stored = topics.firstOf(memory);
        for (var consumer : Projection.values()) {
            topics.bury(consumer, stored, stored.offset(), "it went wrong once");
        }
        topics.flush();
        operator.awaitLetters("state=open&memory_id=" + memory, 2);
        return stored;
    }

    private static void replayEverythingOf(MemoryLog memory) throws IOException, InterruptedException {
        var job = operator.replayAll(Map.of("memory_id", memory.id().value()), 100);
        assertThat(operator.awaitEnd(job.path("id").stringValue()).path("state").stringValue())
                .isEqualTo("completed");
    }

    /// What a job that was overtaken by the change may still send.
    private static void replayPastTheService(ConsumerRecord<byte[], byte[]> stored) throws Exception {
        for (var consumer : Projection.values()) {
            topics.replay(consumer, stored);
        }
        topics.flush();
        await().atMost(PATIENCE).until(() -> topics.hasHandledReplays("memlog-vector", Projection.VECTOR));
        await().atMost(PATIENCE).until(() -> topics.hasHandledReplays("memlog-graph", Projection.GRAPH));
    }

    private static MemoryLog saying(MemoryLog memory, String summary) {
        return new MemoryLog(
                memory.id(),
                2,
                memory.task(),
                memory.agent(),
                memory.date(),
                memory.userId(),
                memory.projectId(),
                null,
                null,
                null,
                Json.mapper().createObjectNode().put("summary", summary),
                memory.createdAt(),
                memory.updatedAt());
    }

    private static boolean isNowhere(MemoryLog memory) throws IOException, InterruptedException {
        return textsOf(memory).isEmpty();
    }

    /// The last word of what Chroma and Neo4j hold of the memory, in this order.
    private static List<String> textsOf(MemoryLog memory) throws IOException, InterruptedException {
        List<String> texts = new ArrayList<>();
        try (var chroma = new Chroma(system.chroma().port(), system.passwords())) {
            texts.addAll(chroma.documentsOf(memory.id().value()));
        }
        texts.addAll(system.graph().documents(memory.id().value()));
        return texts.stream()
                .map(text -> text.strip().substring(text.strip().lastIndexOf(' ') + 1))
                .toList();
    }
}
