package io.memlog.api.memory.update;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class UpdateMemoryLogsIT {

    private static final String TENANT = "\"user_id\":\"changer\",\"project_id\":\"p\"";

    private final RunningService service = RunningService.memory();

    @Test
    void a_put_replaces_everything_as_the_next_version() {
        var stored = store("{\"summary\":\"tea\"}").json();
        var path = path(stored);

        var answer = service.put(path, body("new", "{\"lesson\":\"coffee\"}"));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        assertThat(answer.json().get("version").intValue()).isEqualTo(2);
        assertThat(answer.json().get("agent").isNull()).isTrue();
        assertThat(answer.json().get("raw_data").toString()).isEqualTo("{\"lesson\":\"coffee\"}");
        assertThat(answer.json().get("created_at")).isEqualTo(stored.get("created_at"));
        assertThat(answer.json().get("updated_at").stringValue())
                .isGreaterThan(stored.get("updated_at").stringValue());
        assertThat(answer.json().at("/status/vector").stringValue()).isEqualTo("pending");
        assertThat(service.get(path).json()).isEqualTo(answer.json());
        assertThat(service.get(path + "/status").json().get("version").intValue())
                .isEqualTo(2);
    }

    @Test
    void what_was_read_can_be_sent_back() {
        var path = path(store("{\"n\":[1.0,2e1]}").json());
        var read = service.get(path);

        var answer = service.put(path, read.body());

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("raw_data")).isEqualTo(read.json().get("raw_data"));
    }

    @Test
    void a_patch_changes_what_it_names() {
        var path = path(store("{\"summary\":\"tea\",\"tags\":[\"a\"]}").json());

        var answer = service.patch(path, """
                        {"id":7,"version":99,"agent":"ada","raw_data":{"tags":null,"lesson":"x"}}""");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().get("agent").stringValue()).isEqualTo("ada");
        assertThat(answer.json().get("version").intValue()).isEqualTo(2);
        assertThat(answer.json().get("raw_data").toString()).isEqualTo("{\"summary\":\"tea\",\"lesson\":\"x\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {"task":null}                    | #/task
                    {"raw_data":null}                | #/raw_data
                    {"raw_data":7,"importance":11}   | #/raw_data #/importance
                    {"user_id":"other"}              | #/user_id
                    {"unknown":1}                    | #/unknown
                    []                               | #
                    """)
    void a_patch_with_an_invalid_result_changes_nothing(String patch, String places) {
        var path = path(store("{}").json());

        var answer = service.patch(path, patch);

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.errorLocations()).containsExactlyInAnyOrder(places.split(" "));
        assertThat(service.get(path).json().get("version").intValue()).isEqualTo(1);
    }

    @Test
    void user_and_project_cannot_change() {
        var path = path(store("{}").json());

        var answer = service.put(path, """
                {"task":"t","user_id":"x","project_id":"y","raw_data":{}}""");

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly("#/user_id", "#/project_id");
        assertThat(service.get(path).json().get("version").intValue()).isEqualTo(1);
    }

    @Test
    void a_condition_that_does_not_hold_changes_nothing() {
        var path = path(store("{}").json());

        assertThat(service.put(path, body("t", "{}"), "If-Match", "\"1\"").status())
                .isEqualTo(200);
        for (var stale : List.of("\"1\"", "W/\"2\"", "\"1\", \"3\"")) {
            var answer = service.patch(path, "{\"agent\":\"late\"}", "If-Match", stale);
            assertThat(answer.status()).as(answer.body()).isEqualTo(412);
            assertThat(answer.json().get("detail").stringValue()).contains("version 2");
        }
        assertThat(service.delete(path, "If-Match", "\"1\"").status()).isEqualTo(412);
        assertThat(service.delete(path, "If-Match", "2").errorLocations()).containsExactly("If-Match");
        assertThat(service.get(path).json().get("version").intValue()).isEqualTo(2);
        assertThat(service.patch(path, "{\"agent\":\"a\"}", "If-Match", "\"1\", \"2\"")
                        .status())
                .isEqualTo(200);
        assertThat(service.patch(path, "{\"agent\":\"a\"}", "If-Match", "*").status())
                .isEqualTo(200);
    }

    @Test
    void what_does_not_exist_is_not_created() {
        assertThat(service.put("/memory-logs/999999998", body("t", "{}")).status())
                .isEqualTo(404);
        assertThat(service.patch("/memory-logs/999999998", "{}").status()).isEqualTo(404);
        assertThat(service.delete("/memory-logs/999999998").status()).isEqualTo(404);
        var path = path(store("{}").json());
        assertThat(service.delete(path + "?user_id=somebody-else").status()).isEqualTo(404);
        assertThat(service.put(path + "?project_id=q", body("t", "{}")).status())
                .isEqualTo(404);
        assertThat(service.get(path).status()).isEqualTo(200);
    }

    @Test
    void a_deleted_memory_is_hidden_and_its_history_stays() {
        var stored = store("{\"summary\":\"kept\"}").json();
        var path = path(stored);

        assertThat(service.delete(path).status()).isEqualTo(204);
        assertThat(service.delete(path).status()).isEqualTo(204);

        assertThat(service.get(path).status()).isEqualTo(410);
        assertThat(service.put(path, body("t", "{}")).status()).isEqualTo(410);
        assertThat(service.patch(path, "{}").status()).isEqualTo(410);
        assertThat(service.get("/memory-logs?user_id=changer&project_id=p&limit=100")
                        .body())
                .doesNotContain("\"id\":" + stored.get("id") + ",");
        assertThat(service.get(path + "?version=1")
                        .json()
                        .at("/raw_data/summary")
                        .stringValue())
                .isEqualTo("kept");
        assertThat(service.get(path + "?as_of=" + stored.get("created_at").stringValue())
                        .status())
                .isEqualTo(200);
        assertThat(service.get(path + "?version=2").status()).isEqualTo(410);
        assertThat(service.get(path + "?version=3").status()).isEqualTo(404);
        var events = service.get(path + "/events").json().get("items");
        assertThat(events.valueStream().map(event -> event.get("type").stringValue()))
                .containsExactly("memory_log.stored", "memory_log.deleted");
        assertThat(events.get(0).at("/data/raw_data/summary").stringValue()).isEqualTo("kept");
    }

    @Test
    void each_of_fifty_versions_comes_back_by_number_and_by_time() {
        var path = path(store("{\"n\":1}").json());
        for (var n = 2; n <= 50; n++) {
            service.put(path, body("t", "{\"n\":" + n + "}"));
        }
        var newest = service.get(path).json();

        for (var n = 1; n <= 50; n++) {
            var byNumber = service.get(path + "?version=" + n);
            var byTime = service.get(
                    path + "?as_of=" + byNumber.json().get("updated_at").stringValue());

            assertThat(byNumber.header("ETag")).isEqualTo("\"" + n + "\"");
            assertThat(byNumber.json().at("/raw_data/n").intValue()).isEqualTo(n);
            assertThat(byTime.json()).isEqualTo(byNumber.json());
        }
        assertThat(newest.get("version").intValue()).isEqualTo(50);
        assertThat(service.get(path + "/events").json().get("items")).hasSize(50);
    }

    @Test
    void a_time_before_the_first_version_or_in_the_future_finds_none() {
        var path = path(store("{}").json());

        assertThat(service.get(path + "?as_of=2001-01-01T00:00:00Z").status()).isEqualTo(404);
        assertThat(service.get(path + "?as_of=2999-01-01T00:00:00Z").errorLocations())
                .containsExactly("as_of");
        assertThat(service.get(path + "?as_of=2001-01-01").errorLocations()).containsExactly("as_of");
        assertThat(service.get(path + "?version=0").errorLocations()).containsExactly("version");
        assertThat(service.get(path + "?version=1&as_of=2001-01-01T00:00:00Z").status())
                .isEqualTo(400);
    }

    @Test
    void ten_writers_at_once_lose_no_update_and_make_gapless_versions() throws Exception {
        var path = path(store("{\"marks\":{}}").json());
        List<Callable<Integer>> writers = new ArrayList<>();
        for (var writer = 0; writer < 10; writer++) {
            for (var mark = 0; mark < 10; mark++) {
                var patch = "{\"raw_data\":{\"marks\":{\"w" + writer + "m" + mark + "\":1}}}";
                writers.add(() -> service.patch(path, patch).status());
            }
        }

        Set<Integer> answers = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(10)) {
            for (var answer : threads.invokeAll(writers)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers).containsExactly(200);
        assertThat(service.get(path).json().at("/raw_data/marks")).hasSize(100);
        var versions = service.get(path + "/events")
                .json()
                .get("items")
                .valueStream()
                .map(event -> event.get("version").longValue())
                .toList();
        assertThat(versions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 101).boxed().toList());
    }

    private Answer store(String rawData) {
        var answer = service.post(
                "/memory-logs", "{\"agent\":\"first\"," + body("t", rawData).substring(1));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    private static String body(String task, String rawData) {
        return "{\"task\":\"" + task + "\"," + TENANT + ",\"raw_data\":" + rawData + "}";
    }

    private static String path(JsonNode memory) {
        return "/memory-logs/" + memory.get("id");
    }
}
