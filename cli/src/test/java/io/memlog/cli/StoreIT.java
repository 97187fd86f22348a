package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class StoreIT extends CommandTest {

    private static final String BATCH = "POST /memory-logs/batch";
    private static final String OUTAGE = """
            {"title":"The store is not available"}""";

    @TempDir
    Path folder;

    @Test
    void each_line_is_sent_with_its_user_and_project_and_a_key() {
        memlog.respond(BATCH, 207, results("{\"status\":201,\"id\":7}", "{\"status\":201,\"id\":8}"));

        var ended = store("""
                {"task":"tea","raw_data":{"x":1.50}}
                {"task":"coffee","user_id":"bob","id":"outside-1","status":{},"raw_data":{}}
                """, "--user ada --project shop");

        assertThat(ended.status()).isZero();
        assertThat(ended.out()).isEqualTo("2 memory logs are in Memlog.\n");
        var items = sent(0);
        assertThat(without(items.path(0), "idempotency_key")).isEqualTo("""
                        {"task":"tea","raw_data":{"x":1.50},"user_id":"ada","project_id":"shop"}""");
        assertThat(without(items.path(1), "idempotency_key")).isEqualTo("""
                        {"task":"coffee","user_id":"bob","raw_data":{},"project_id":"shop"}""");
    }

    @Test
    void keys_are_the_same_each_time_and_differ_for_equal_lines() {
        memlog.respond(BATCH, 207, results("{\"status\":201,\"id\":1}", "{\"status\":201,\"id\":1}"));
        var file = """
                {"task":"tea","raw_data":{}}
                {"raw_data":{},"task":"tea","id":9,"agent":null}
                """;

        store(file);
        store(file);

        assertThat(keys(sent(0))).doesNotHaveDuplicates().isEqualTo(keys(sent(1)));
    }

    @Test
    void a_key_in_the_line_is_kept() {
        memlog.respond(BATCH, 207, results("""
                {"status":201,"id":1}"""));

        store("""
                {"task":"tea","idempotency_key":"mine"}""");

        assertThat(keys(sent(0))).containsExactly("mine");
    }

    @Test
    void an_invalid_line_is_reported_with_its_field_and_the_others_are_stored() {
        memlog.respond(BATCH, 207, results("""
                {"status":400,"problem":{"detail":"#/items/0/task: is required (and 1 more)","errors":[
                  {"pointer":"#/items/0/task","detail":"is required"},
                  {"pointer":"#/items/0/raw_data/a","detail":"holds a NUL character"}]}}""", "{\"status\":201,\"id\":5}"));

        var ended = store("{\"raw_data\":{}}\n\n{\"task\":\n[]\n{\"task\":\"tea\"}\n", "-o json");

        assertThat(ended.status()).isEqualTo(6);
        assertThat(ended.err().lines().toList())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).isEqualTo("line 1: task is required"),
                        line -> assertThat(line).isEqualTo("line 1: raw_data/a holds a NUL character"),
                        line -> assertThat(line).startsWith("line 3: is not valid JSON, column "),
                        line -> assertThat(line).isEqualTo("line 4: is not a JSON object"));
        var summary = Json.mapper().readTree(ended.out());
        assertThat(summary.path("stored").intValue()).isEqualTo(1);
        assertThat(summary.path("refused").intValue()).isEqualTo(3);
        assertThat(summary.path("ids").toString()).isEqualTo("[5]");
        assertThat(summary.path("errors").toString()).contains("""
                {"field":"task","detail":"is required"}""");
    }

    @Test
    void only_invalid_lines_end_with_refused() {
        var ended = store("nonsense\n");

        assertThat(ended.status()).isEqualTo(4);
        assertThat(ended.out()).isEqualTo("0 memory logs are in Memlog; 1 refused.\n");
        assertThat(memlog.requests()).isEmpty();
    }

    @Test
    void retries_during_an_outage_honour_retry_after() {
        memlog.respond(BATCH, 503, OUTAGE, "Retry-After", "7")
                .respond(BATCH, 503, OUTAGE)
                .respond(BATCH, 207, results("""
                        {"status":201,"id":1}"""));

        var ended = store("{\"task\":\"tea\"}");

        assertThat(ended.status()).isZero();
        assertThat(ended.pauses()).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2));
        assertThat(keys(sent(0))).isEqualTo(keys(sent(2)));
    }

    @Test
    void only_unavailable_items_are_sent_again() {
        memlog.respond(BATCH, 207, results("{\"status\":201,\"id\":1}", "{\"status\":503,\"problem\":{}}"))
                .respond(BATCH, 207, results("""
                        {"status":201,"id":2}"""));

        var ended = store("{\"task\":\"tea\"}\n{\"task\":\"coffee\"}");

        assertThat(ended.status()).isZero();
        assertThat(sent(1)).hasSize(1);
        assertThat(sent(1).path(0).path("task").stringValue()).isEqualTo("coffee");
    }

    @Test
    void a_long_outage_stops_with_the_line_to_continue_from() {
        memlog.respond(BATCH, 207, results("""
                                {"status":201,"id":1}""".repeat(250).split("(?<=})", -1))).respond(BATCH, 503, OUTAGE);

        var ended = store("{\"task\":\"tea\"}\n".repeat(300), "--retry-timeout 5");

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.pauses().stream().reduce(Duration.ZERO, Duration::plus))
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(ended.err()).startsWith("Stopped after line 250.").contains("--from-line 251", "The store is not");
    }

    @Test
    void an_unreachable_memlog_is_not_retried_at_the_start() {
        memlog.close();

        var ended = store("{\"task\":\"tea\"}");

        assertThat(ended.status()).isEqualTo(5);
        assertThat(ended.pauses()).isEmpty();
    }

    @Test
    void from_line_keeps_the_keys() {
        memlog.respond(BATCH, 207, results("{\"status\":201,\"id\":1}", "{\"status\":201,\"id\":2}"))
                .respond(BATCH, 207, results("""
                        {"status":201,"id":2}"""));
        var file = "{\"task\":\"tea\"}\n{\"task\":\"tea\"}\n";

        store(file);
        store(file, "--from-line 2");

        assertThat(keys(sent(1))).containsExactly(keys(sent(0)).getLast());
    }

    @Test
    void a_list_over_many_lines_is_read() throws Exception {
        memlog.respond(BATCH, 207, results("{\"status\":201,\"id\":1}", "{\"status\":201,\"id\":2}"));
        var list = Files.writeString(folder.resolve("list.json"), """
                [
                  {"task": "tea"},
                  {
                    "task": "coffee"
                  }
                ]
                """);

        var ended = run("store", list.toString());

        assertThat(ended.status()).isZero();
        assertThat(sent(0).path(1).path("task").stringValue()).isEqualTo("coffee");
    }

    @Test
    void a_single_memory_log_is_reported_with_its_id() {
        memlog.respond(BATCH, 207, results("""
                {"status":201,"id":42}"""));

        var ended = store("{\n  \"task\": \"tea\"\n}\n");

        assertThat(ended.out()).isEqualTo("1 memory log is in Memlog, as 42.\n");
    }

    private Run.Ended store(String file) {
        return store(file, "");
    }

    private Run.Ended store(String file, String options) {
        return with().input(file).run(("store - " + options).strip());
    }

    private JsonNode sent(int request) {
        return Json.mapper().readTree(memlog.requests().get(request).body()).path("items");
    }

    private static List<String> keys(JsonNode items) {
        return items.valueStream()
                .map(item -> item.path("idempotency_key").stringValue())
                .toList();
    }

    private static String without(JsonNode item, String member) {
        return ((tools.jackson.databind.node.ObjectNode) item).without(member).toString();
    }

    private static String results(String... results) {
        return "{\"results\":["
                + String.join(
                        ",",
                        java.util.Arrays.stream(results)
                                .filter(result -> !result.isEmpty())
                                .toList()) + "]}";
    }
}
