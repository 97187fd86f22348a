package io.memlog.api.operations.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
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

    private final RunningService service = RunningService.shared();

    @Test
    void a_correction_becomes_the_next_version_through_the_log_and_takes_the_letters_place() {
        var memory = store();
        var letter = letter(memory);

        var answer = edit(letter, data("corrected"), "the task was wrong");

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
        var history = service.get("/dead-letters/" + letter).json().get("history");
        assertThat(history.get(1).get("what").stringValue()).isEqualTo("superseded");
        assertThat(history.get(1).get("version").longValue()).isEqualTo(2);
        assertThat(history.get(1).get("reason").stringValue()).isEqualTo("the task was wrong");
    }

    @Test
    void what_breaks_the_schema_is_named_and_changes_nothing() {
        var memory = store();
        var letter = letter(memory);

        var answer = edit(letter, "{\"task\":\"\",\"user_id\":\"deciding\",\"project_id\":7,\"more\":1}", "r");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongPlaces())
                .containsExactlyInAnyOrder("#/data/task", "#/data/project_id", "#/data/raw_data", "#/data/more");
        assertThat(state(letter)).isEqualTo("open");
        assertThat(service.get("/memory-logs/" + memory).json().get("version").longValue())
                .isEqualTo(1);
    }

    @Test
    void a_correction_cannot_move_a_memory_to_somebody_else() {
        var letter = letter(store());

        var answer =
                edit(letter, "{\"task\":\"t\",\"user_id\":\"other\",\"project_id\":\"other\",\"raw_data\":{}}", "r");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.wrongPlaces()).containsExactly("#/data/user_id", "#/data/project_id");
        assertThat(state(letter)).isEqualTo("open");
    }

    @Test
    void a_letter_of_a_deleted_memory_cannot_be_corrected() {
        var memory = store();
        var letter = letter(memory);
        service.delete("/memory-logs/" + memory);

        var answer = edit(letter, data("corrected"), "r");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").stringValue()).contains("is deleted");
    }

    @Test
    void a_correction_does_not_overwrite_what_the_letter_has_not_seen() {
        var memory = store();
        var letter = letter(memory);
        service.put("/memory-logs/" + memory, data("newer"));

        var answer = edit(letter, data("corrected"), "r");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json().get("detail").stringValue()).contains("version 2", "version 1");
        assertThat(service.get("/memory-logs/" + memory).json().get("task").stringValue())
                .isEqualTo("newer");
    }

    @Test
    void what_no_memory_is_known_of_cannot_be_corrected() {
        var unknown = letter(new MemoryId(999_999_999));
        var foreign = DeadLetterBuilder.foreign(Projection.VECTOR, null, "nothing".getBytes(StandardCharsets.UTF_8));
        var place = foreign.in(service.kafka());
        var timeless = await().atMost(Duration.ofSeconds(20))
                .until(() -> at(place), found -> !found.isEmpty())
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
    void a_letter_is_decided_about_once() {
        var letter = letter(store());

        var discarded = discard(letter, "of no use");
        var again = discard(letter, "of no use");
        var edited = edit(letter, data("t"), "r");

        assertThat(discarded.status()).isEqualTo(200);
        assertThat(discarded.json().get("state").stringValue()).isEqualTo("discarded");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:wrong-state");
        assertThat(edited.status()).isEqualTo(409);
        assertThat(edited.json().get("detail").stringValue()).contains("it is discarded");
        var history = service.get("/dead-letters/" + letter).json().get("history");
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
    void what_is_wrong_with_a_decision_is_named(String decision, String body, int status, String place) {
        var answer = service.post("/dead-letters/" + new UUID(0, 0) + "/" + decision, body.replace(';', ','));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.wrongPlaces()).contains(place);
    }

    @Test
    void nobody_knows_a_letter_that_was_never_buried() {
        var letter = new DeadLetterId(new UUID(0, 0));

        assertThat(service.get("/dead-letters/" + letter).status()).isEqualTo(404);
        assertThat(service.get("/dead-letters/nonsense").status()).isEqualTo(404);
        assertThat(discard(letter, "r").status()).isEqualTo(404);
        assertThat(edit(letter, data("t"), "r").status()).isEqualTo(404);
    }

    private MemoryId store() {
        return new MemoryId(service.post("/memory-logs", data("t")).id());
    }

    private static String data(String task) {
        return "{\"task\":\"" + task + "\",\"user_id\":\"" + USER + "\",\"project_id\":\"p\",\"raw_data\":{}}";
    }

    private DeadLetterId letter(MemoryId memory) {
        var burial = DeadLetterBuilder.of(Projection.VECTOR, memory.value(), USER, "broken");
        burial.in(service.kafka());
        await().atMost(Duration.ofSeconds(20))
                .until(() -> service.get("/dead-letters/" + burial.id()).status() == 200);
        return burial.id();
    }

    private Answer edit(DeadLetterId letter, String data, String reason) {
        return service.post("/dead-letters/" + letter + "/edit", correction(data, reason));
    }

    private static String correction(String data, String reason) {
        return "{\"data\":" + data + ",\"reason\":\"" + reason + "\"}";
    }

    private Answer discard(DeadLetterId letter, String reason) {
        return service.post("/dead-letters/" + letter + "/discard", "{\"reason\":\"" + reason + "\"}");
    }

    private String state(DeadLetterId letter) {
        return service.get("/dead-letters/" + letter).json().get("state").stringValue();
    }

    private List<JsonNode> at(RecordPosition place) {
        return service.get("/dead-letters?reason=unclassified&limit=100")
                .json()
                .get("items")
                .valueStream()
                .filter(item -> item.at("/original/offset").longValue() == place.offset()
                        && item.at("/original/topic").stringValue().equals(place.topic()))
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
