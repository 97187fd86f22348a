package io.memlog.api.memory.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a client sends, it gets the documented answer that names the place, and nothing is stored.
class InvalidInputIT {

    private static final String TENANT = "\"user_id\":\"bad-input\",\"project_id\":\"p\"";

    private final RunningService service = RunningService.memory();

    static Stream<Arguments> wrongFields() {
        return Stream.of(
                wrong("{}", "#/task", "#/user_id", "#/project_id", "#/raw_data"),
                wrong("""
                                {"task":7,"user_id":true,"project_id":[],"raw_data":"x"}""", "#/task", "#/user_id", "#/project_id", "#/raw_data"),
                wrong("{\"task\":\" \\u00a0\\t\"," + TENANT + ",\"raw_data\":{}}", "#/task"),
                wrong("{\"task\":\"" + "x".repeat(513) + "\"," + TENANT + ",\"raw_data\":{}}", "#/task"),
                wrong(
                        "{\"task\":\"t\",\"user_id\":\"" + "é".repeat(257) + "\",\"project_id\":\"p\",\"raw_data\":{}}",
                        "#/user_id"),
                wrong(with("\"agent\":5"), "#/agent"),
                wrong(with("\"date\":\"yesterday\""), "#/date"),
                wrong(with("\"date\":20251113"), "#/date"),
                wrong(with("\"importance\":10.1"), "#/importance"),
                wrong(with("\"importance\":-1"), "#/importance"),
                wrong(with("\"importance\":\"5\""), "#/importance"),
                wrong(with("\"surprise\":1,\"a/b~c\":2"), "#/surprise", "#/a~1b~0c"),
                wrong(with("\"agent\":\"a\\u0000b\""), "#/agent"),
                wrong(raw("{\"a\":[1,\"\\u0000\"]}"), "#/raw_data/a/1"),
                wrong(raw("{\"a\":{\"b\":\"\\ud800\"}}"), "#/raw_data/a/b"),
                wrong(raw("{\"a\":\"\\udc00\\ud800\"}"), "#/raw_data/a"),
                wrong(raw("{\"\\u0000\":1}"), "#/raw_data"),
                wrong(raw("{\"n\":1e309}"), "#/raw_data/n"),
                wrong(raw("{\"n\":-1" + "0".repeat(400) + "}"), "#/raw_data/n"),
                wrong(raw("{\"n\":1e99999999999}"), "#/raw_data/n"),
                wrong(raw("{\"a\":1,\"a\":2}"), "#/raw_data/a"),
                wrong("{\"task\":\"t\",\"task\":\"t\"," + TENANT + ",\"raw_data\":{}}", "#/task"));
    }

    @ParameterizedTest
    @MethodSource("wrongFields")
    void every_invalid_place_is_named_at_once(String body, List<String> places) {
        var answer = service.post("/memory-logs", body);

        assertProblem(answer, 400);
        assertThat(answer.errorLocations()).containsExactlyInAnyOrderElementsOf(places);
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"text\"",
                "7",
                "{",
                "{\"task\":}",
                "{'task':1}",
                "{\"task\":\"a\"} {}",
                "{\"task\":NaN}",
                "{\"task\":\"a\",}",
                "\u0000",
                "{\"task\":\"a\nb\"}",
                "{\"n\":01}"
            })
    void what_is_no_json_object_is_refused(String body) {
        assertProblem(service.post("/memory-logs", body), 400);
    }

    @Test
    void ten_thousand_levels_of_nesting_are_refused() {
        var deep = "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000);
        var arrays = "[".repeat(10_000) + "]".repeat(10_000);

        assertProblem(service.post("/memory-logs", raw(deep)), 400);
        assertProblem(service.post("/memory-logs", raw("{\"a\":" + arrays + "}")), 400);
    }

    @Test
    void a_hundred_levels_are_taken_and_one_more_is_refused() {
        var fits = "{\"a\":".repeat(98) + "{}" + "}".repeat(98);
        var tooDeep = "{\"a\":".repeat(99) + "{}" + "}".repeat(99);

        assertThat(service.post("/memory-logs", raw(fits).replace("bad-input", "deep"))
                        .status())
                .isEqualTo(201);
        assertProblem(service.post("/memory-logs", raw(tooDeep)), 400);
    }

    @Test
    void a_memory_log_may_have_256_kib_and_not_a_byte_more() {
        var frame = raw("{\"a\":\"\"}").replace("bad-input", "large");
        var compact = Json.mapper().readTree(frame).toString();
        var room = 256 * 1024 - compact.getBytes(StandardCharsets.UTF_8).length;
        var largest = compact.replace("\"a\":\"", "\"a\":\"" + "x".repeat(room));

        var stored = service.post("/memory-logs", largest + " ".repeat(1000));
        assertThat(stored.status()).isEqualTo(201);
        assertProblem(service.post("/memory-logs", largest.replace("\"a\":\"", "\"a\":\"x")), 413);
        var path = "/memory-logs/" + stored.id();
        assertThat(service.patch(path, "{\"raw_data\":{\"b\":null}}").status()).isEqualTo(200);
        assertThat(service.put(path, service.get(path).body()).status()).isEqualTo(200);
        assertProblem(service.patch(path, "{\"raw_data\":{\"b\":1}}"), 422);
        var item = largest.substring(0, largest.length() - 1) + ",\"idempotency_key\":\"a-key-of-some-length\"}";
        assertThat(service.post("/memory-logs/batch", "{\"items\":[" + item + "]}")
                        .json()
                        .at("/results/0/status")
                        .intValue())
                .isEqualTo(201);
        assertProblem(service.post("/memory-logs", "x".repeat(20 * 1024 * 1024)), 413);
    }

    @Test
    void bytes_that_are_no_utf_8_are_refused() {
        for (var bytes : List.of("ff", "c080", "eda080", "e28228", "f4908080")) {
            var body = raw("{\"a\":\"@\"}").getBytes(StandardCharsets.ISO_8859_1);

            assertProblem(service.post("/memory-logs", replace(body, bytes), "application/json"), 400);
        }
        assertNothingStored();
    }

    @Test
    void only_json_is_taken() {
        var body = raw("{}").getBytes(StandardCharsets.UTF_8);

        for (var type : List.of("text/plain", "application/xml", "application/json;charset=utf-16", "nonsense")) {
            assertProblem(service.post("/memory-logs", body, type), 415);
        }
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "schlüssel", "a\tb", "a\u007fb"})
    void a_strange_idempotency_key_is_refused(String key) {
        var body = raw("{}");

        var answer = service.raw("POST /memory-logs HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/json\r\nIdempotency-Key: " + key + "\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json");
        assertNothingStored();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /memory-logs?user_id=u&project_id=%4 HTTP/1.1",
                "GET /memory-logs?user_id=u&project_id=%zz HTTP/1.1",
                "GET /memory-logs/%ff HTTP/1.1",
                "GET /memory-logs/%00 HTTP/1.1",
                "GET /memory-logs/a%2Fb HTTP/1.1",
                "GET /memory-logs/;x=1/../.. HTTP/1.1",
                "GET /memory logs HTTP/1.1",
                "GET /memory-logs?user_id=\"{|} HTTP/1.1",
            })
    void a_request_line_that_is_not_valid_is_400_or_404(String line) {
        var answer = service.raw(line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*").doesNotContain("<html");
    }

    @Test
    void an_idempotency_key_may_have_255_characters() {
        var fits = service.post(
                "/memory-logs", raw("{}").replace("bad-input", "long-key"), "Idempotency-Key", "k".repeat(255));
        var tooLong = service.post("/memory-logs", raw("{}"), "Idempotency-Key", "k".repeat(256));

        assertThat(fits.status()).isEqualTo(201);
        assertProblem(tooLong, 400);
        assertThat(tooLong.errorLocations()).containsExactly("Idempotency-Key");
    }

    @Test
    void unknown_paths_methods_and_parameters_are_rejected() {
        assertProblem(service.get("/nowhere"), 404);
        assertProblem(service.send("DELETE", "/memory-logs"), 405);
        assertThat(service.send("DELETE", "/memory-logs").header("Allow")).contains("GET", "POST");
        var unknown = service.post("/memory-logs?dry=1", raw("{}"));
        assertProblem(unknown, 400);
        assertThat(unknown.errorLocations()).containsExactly("dry");
    }

    @Test
    void a_path_that_is_no_memory_is_not_taken_for_one() {
        for (var path : List.of("/memory-logs/search", "/memory-logs/batch")) {
            var answer = service.send("GET", path);

            assertProblem(answer, 405);
            assertThat(answer.header("Allow")).isEqualTo("POST");
        }
    }

    @Test
    void an_answer_in_another_form_is_refused() {
        var answer = service.raw(
                "GET /memory-logs?user_id=u&project_id=p HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept: text/html\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 406 ").contains("urn:memlog:problem:not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1e-99999999999", "1e99999999999", "1.81e308", "01", "[1,]", "'x'"})
    void a_value_that_is_no_json_is_named_without_settings_of_the_parser(String value) {
        var answer = service.post("/memory-logs", raw("{\"a\":" + value + "}"));

        assertProblem(answer, 400);
        assertThat(answer.body()).doesNotContain("Feature", "Constraints", "`");
    }

    private void assertNothingStored() {
        var list = service.get("/memory-logs?user_id=bad-input&project_id=p");
        assertThat(list.json().get("items")).isEmpty();
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().get("status").intValue()).isEqualTo(status);
        assertThat(answer.json().get("type").stringValue()).startsWith("urn:memlog:problem:");
        assertThat(answer.json().get("title").stringValue()).isNotBlank();
        assertThat(answer.json().get("detail").stringValue()).isNotBlank();
        assertThat(answer.json().get("instance").stringValue()).startsWith("/");
    }

    private static Arguments wrong(String body, String... places) {
        return Arguments.of(body, List.of(places));
    }

    private static String with(String member) {
        return "{\"task\":\"t\"," + TENANT + ",\"raw_data\":{}," + member + "}";
    }

    private static String raw(String rawData) {
        return "{\"task\":\"t\"," + TENANT + ",\"raw_data\":" + rawData + "}";
    }

    private static byte[] replace(byte[] body, String hex) {
        var bytes = java.util.HexFormat.of().parseHex(hex);
        var at = new String(body, StandardCharsets.ISO_8859_1).indexOf('@');
        var replaced = new byte[body.length - 1 + bytes.length];
        System.arraycopy(body, 0, replaced, 0, at);
        System.arraycopy(bytes, 0, replaced, at, bytes.length);
        System.arraycopy(body, at + 1, replaced, at + bytes.length, body.length - at - 1);
        return replaced;
    }
}
