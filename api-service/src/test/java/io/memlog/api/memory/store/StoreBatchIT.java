package io.memlog.api.memory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class StoreBatchIT {

    private final RunningService service = RunningService.memory();

    @Test
    void one_bad_item_never_fails_the_others() {
        var answer = service.post(
                "/memory-logs/batch",
                batch(
                        log("good"),
                        "{\"task\":7}",
                        "null",
                        log("dup").replace("{}", "{\"a\":1,\"a\":2}"),
                        log("nul").replace("{}", "{\"a\":\"\\u0000\"}"),
                        log("deep").replace("{}", "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
                        log("number").replace("{}", "{\"a\":1e999}"),
                        log("large").replace("{}", "{\"a\":\"" + "x".repeat(256 * 1024) + "\"}"),
                        log("last")));

        assertThat(answer.status()).isEqualTo(207);
        var results = results(answer.json());
        assertThat(results)
                .extracting(result -> result.get("status").intValue())
                .containsExactly(201, 400, 400, 400, 400, 400, 400, 413, 201);
        assertThat(results)
                .extracting(result -> result.get("index").intValue())
                .containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(results.get(1).at("/problem/errors/0/pointer").stringValue()).startsWith("#/items/1/");
        assertThat(results.get(4).at("/problem/errors/0/pointer").stringValue()).isEqualTo("#/items/4/raw_data/a");
        assertThat(service.get("/memory-logs/" + results.get(8).get("id"))
                        .json()
                        .get("task")
                        .stringValue())
                .isEqualTo("last");
    }

    @Test
    void a_thousand_items_fit_and_one_more_does_not() {
        var thousand = service.post("/memory-logs/batch", batch(Collections.nCopies(1000, log("many"))));
        var oneMore = service.post("/memory-logs/batch", batch(Collections.nCopies(1001, log("many"))));

        assertThat(thousand.status()).isEqualTo(207);
        assertThat(results(thousand.json()))
                .hasSize(1000)
                .allMatch(result -> result.get("status").intValue() == 201);
        assertThat(results(thousand.json()).stream()
                        .map(result -> result.get("id").longValue()))
                .doesNotHaveDuplicates();
        assertThat(oneMore.status()).isEqualTo(413);
    }

    @Test
    void keys_work_as_for_single_memory_logs_also_within_one_batch() {
        var keyed = log("keyed").replace("{\"task\"", "{\"idempotency_key\":\"b-1\",\"task\"");
        var other = log("other").replace("{\"task\"", "{\"idempotency_key\":\"b-1\",\"task\"");
        var strange = log("strange").replace("{\"task\"", "{\"idempotency_key\":\"a b\",\"task\"");

        var first = results(service.post("/memory-logs/batch", batch(keyed, keyed, other, strange))
                .json());
        var again = results(service.post("/memory-logs/batch", batch(keyed)).json());
        var single = service.post("/memory-logs", log("keyed"), "Idempotency-Key", "b-1");

        assertThat(first).extracting(result -> result.get("status").intValue()).containsExactly(201, 201, 422, 400);
        assertThat(first.get(1).get("id")).isEqualTo(first.get(0).get("id"));
        assertThat(again.getFirst().get("id")).isEqualTo(first.get(0).get("id"));
        assertThat(single.header("Idempotent-Replayed")).isEqualTo("true");
        assertThat(single.id()).isEqualTo(first.get(0).get("id").longValue());
        assertThat(first.get(3).at("/problem/errors/0/pointer").stringValue()).isEqualTo("#/items/3/idempotency_key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                          | #/items
            {"items":[]}                | #/items
            {"items":{}}                | #/items
            {"items":null}              | #/items
            {"items":[{}],"more":1}     | #/more
            {"items":[{}],"items":[{}]} | #/items
            []                          | #
            {"items":[{]}               | #
            {"items":[{}]} x            | #
            {"items":[{}                | #
            """)
    void a_body_that_is_no_batch_is_refused_as_a_whole(String body, String place) {
        var answer = service.post("/memory-logs/batch", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactly(place);
    }

    private static String log(String task) {
        return "{\"task\":\"" + task + "\",\"user_id\":\"batch\",\"project_id\":\"p\",\"raw_data\":{}}";
    }

    private static String batch(String... items) {
        return batch(List.of(items));
    }

    private static String batch(List<String> items) {
        return "{\"items\":[" + String.join(",", items) + "]}";
    }

    private static List<JsonNode> results(JsonNode answer) {
        var results = new ArrayList<JsonNode>();
        answer.get("results").forEach(results::add);
        return results;
    }
}
