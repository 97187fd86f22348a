package io.memlog.api.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DeadLetterActionsIT {

    private static final String USER = "deciding";

    private final RunningService service = RunningService.deadLetters();

    @Test
    void a_correction_becomes_the_next_version_and_supersedes_the_dead_letter() {
        var memory = store();
        var deadLetter = deadLetter(memory);

        var answer = edit(deadLetter, data("corrected"), "the task was wrong");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("memory_log_id").longValue()).isEqualTo(memory.value());
        assertThat(answer.json().get("version").longValue()).isEqualTo(2);
        assertThat(answer.json().at("/dead_letter/state").stringValue()).isEqualTo("superseded");
        var now = service.get("/memory-logs/" + memory).json();
        assertThat(now.get("task").stringValue()).isEqualTo("corrected");
        assertThat(now.at("/status/vector").stringValue()).isEqualTo("pending");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(published(memory))
                        .last()
                        .asString()
                        .contains("\"task\":\"corrected\"", "\"version\":2"));
        var history = service.get("/dead-letters/" + deadLetter).json().get("history");
        assertThat(history.get(1).get("what").stringValue()).isEqualTo("superseded");
        assertThat(history.get(1).get("version").longValue()).isEqualTo(2);
        assertThat(history.get(1).get("reason").stringValue()).isEqualTo("the task was wrong");
    }

    @Test
    void an_invalid_correction_names_its_errors_and_changes_nothing() {
        var memory = store();
        var deadLetter = deadLetter(memory);

        var answer = edit(deadLetter, "{\"task\":\"\",\"user_id\":\"deciding\",\"project_id\":7,\"more\":1}", "r");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.errorLocations())
                .containsExactlyInAnyOrder("#/data/task", "#/data/project_id", "#/data/raw_data", "#/data/more");
        assertThat(state(deadLetter)).isEqualTo("open");
        assertThat(service.get("/memory-logs/" + memory).json().get("version").longValue())
                .isEqualTo(1);
    }

    @Test
    void a_correction_may_be_as_large_as_a_memory_log_without_what_memlog_adds() {
        var deadLetter = deadLetter(store());
        var largest = data("t").replace("{}}", "{\"text\":\"" + "x".repeat(MemoryLogInput.MAX_BYTES - 100) + "\"}}");
        var tooLarge = largest.replace("x".repeat(1_000), "x".repeat(1_100));

        var refused = edit(deadLetter, tooLarge, "r");
        var corrected = edit(deadLetter, largest.replaceFirst("}$", ",\"status\":{\"vector\":\"dead_letter\"}}"), "r");

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.errorLocations()).containsExactly("#/data");
        assertThat(corrected.status()).isEqualTo(200);
    }

    @Test
    void a_correction_cannot_change_the_tenant() {
        var deadLetter = deadLetter(store());

        var answer = edit(
                deadLetter, "{\"task\":\"t\",\"user_id\":\"other\",\"project_id\":\"other\",\"raw_data\":{}}", "r");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.errorLocations()).containsExactly("#/data/user_id", "#/data/project_id");
        assertThat(state(deadLetter)).isEqualTo("open");
    }

    @Test
    void a_dead_letter_of_a_deleted_memory_cannot_be_corrected() {
        var memory = store();
        var deadLetter = deadLetter(memory);
        service.delete("/memory-logs/" + memory);

        var answer = edit(deadLetter, data("corrected"), "r");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").stringValue()).contains("is deleted");
    }

    @Test
    void a_correction_of_an_older_version_conflicts_with_the_current_one() {
        var memory = store();
        var deadLetter = deadLetter(memory);
        service.put("/memory-logs/" + memory, data("newer"));

        var answer = edit(deadLetter, data("corrected"), "r");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").stringValue()).contains("version 2", "version 1");
        assertThat(service.get("/memory-logs/" + memory).json().get("task").stringValue())
                .isEqualTo("newer");
    }

    @Test
    void a_dead_letter_of_an_unknown_memory_cannot_be_corrected() {
        var unknown = deadLetter(new MemoryId(999_999_999));
        var foreign = DeadLetterBuilder.foreign(Projection.VECTOR, null, "nothing".getBytes(StandardCharsets.UTF_8));
        var position = foreign.in(service.kafka());
        var timeless = await().atMost(Duration.ofSeconds(20))
                .until(() -> at(position), found -> !found.isEmpty())
                .getFirst();

        var ofUnknown = edit(unknown, data("t"), "r");
        var ofForeign =
                service.post("/dead-letters/" + timeless.get("id").stringValue() + "/edit", correction(data("t"), "r"));

        assertThat(ofUnknown.status()).isEqualTo(409);
        assertThat(ofUnknown.json().get("detail").stringValue()).contains("knows no memory log");
        assertThat(ofForeign.status()).isEqualTo(409);
        assertThat(ofForeign.json().get("detail").stringValue()).contains("does not say");
    }

    @Test
    void a_discarded_dead_letter_can_be_neither_discarded_nor_corrected_again() {
        var deadLetter = deadLetter(store());

        var discarded = discard(deadLetter, "of no use");
        var again = discard(deadLetter, "of no use");
        var edited = edit(deadLetter, data("t"), "r");

        assertThat(discarded.status()).isEqualTo(200);
        assertThat(discarded.json().get("state").stringValue()).isEqualTo("discarded");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:wrong-state");
        assertThat(edited.status()).isEqualTo(409);
        assertThat(edited.json().get("detail").stringValue()).contains("it is discarded");
        var history = service.get("/dead-letters/" + deadLetter).json().get("history");
        assertThat(history.get(1).get("reason").stringValue()).isEqualTo("of no use");
    }

    @ParameterizedTest
    @CsvSource({
        "discard, {}, 400, #/reason",
        "discard, {\"reason\":\" \"}, 400, #/reason",
        "discard, {\"reason\":\"r\";\"x\":1}, 400, #/x",
        "discard, [], 400, #",
        "edit, {\"reason\":\"r\"}, 400, #/data",
        "edit, {\"reason\":\"r\";\"data\":7}, 422, #/data",
        "edit, {\"data\":{}}, 400, #/reason"
    })
    void an_invalid_action_names_the_wrong_member(String decision, String body, int status, String position) {
        var answer = service.post("/dead-letters/" + new UUID(0, 0) + "/" + decision, body.replace(';', ','));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.errorLocations()).contains(position);
    }

    @Test
    void an_unknown_id_is_not_found() {
        var deadLetter = new DeadLetterId(new UUID(0, 0));

        assertThat(service.get("/dead-letters/" + deadLetter).status()).isEqualTo(404);
        assertThat(service.get("/dead-letters/nonsense").status()).isEqualTo(404);
        assertThat(discard(deadLetter, "r").status()).isEqualTo(404);
        assertThat(edit(deadLetter, data("t"), "r").status()).isEqualTo(404);
    }

    private MemoryId store() {
        return new MemoryId(service.post("/memory-logs", data("t")).id());
    }

    private static String data(String task) {
        return "{\"task\":\"" + task + "\",\"user_id\":\"" + USER + "\",\"project_id\":\"p\",\"raw_data\":{}}";
    }

    private DeadLetterId deadLetter(MemoryId memory) {
        var builder = DeadLetterBuilder.of(Projection.VECTOR, memory.value(), USER, "broken");
        builder.in(service.kafka());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/dead-letters/" + builder.id()).status() == 200);
        return builder.id();
    }

    private Answer edit(DeadLetterId deadLetter, String data, String reason) {
        return service.post("/dead-letters/" + deadLetter + "/edit", correction(data, reason));
    }

    private static String correction(String data, String reason) {
        return "{\"data\":" + data + ",\"reason\":\"" + reason + "\"}";
    }

    private Answer discard(DeadLetterId deadLetter, String reason) {
        return service.post("/dead-letters/" + deadLetter + "/discard", "{\"reason\":\"" + reason + "\"}");
    }

    private String state(DeadLetterId deadLetter) {
        return service.get("/dead-letters/" + deadLetter).json().get("state").stringValue();
    }

    private List<JsonNode> at(RecordPosition position) {
        return service.get("/dead-letters?reason=unclassified&limit=100")
                .json()
                .get("items")
                .valueStream()
                .filter(item -> item.at("/original/offset").longValue() == position.offset()
                        && item.at("/original/topic").stringValue().equals(position.topic()))
                .toList();
    }

    private List<String> published(MemoryId memory) {
        Map<String, Object> settings = Map.of("bootstrap.servers", service.kafka());
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, Topic.EVENTS.partitions())
                    .mapToObj(partition -> new TopicPartition(Topic.EVENTS.name(), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            List<String> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(message -> {
                    if (new String(message.key(), StandardCharsets.UTF_8).equals(memory.toString())) {
                        found.add(new String(message.value(), StandardCharsets.UTF_8));
                    }
                });
            }
            return found;
        }
    }
}
