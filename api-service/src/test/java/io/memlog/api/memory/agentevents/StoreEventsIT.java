package io.memlog.api.memory.agentevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class StoreEventsIT {

    private static final String TIME = "\"timestamp\":\"2026-01-02T03:04:05.678901+00:00\"";

    private final RunningService service = RunningService.memory();

    @Test
    void an_event_comes_back_as_it_was_sent_with_its_position() {
        var sent = "{ \"event_id\" : \"as-sent\", \"event_type\":\"NodeInvoke\", " + TIME
                + ",\n \"event_version\":\"1.0\", \"request_id\":null, \"data\":[1e5, 1.10, -0, 0.10E-7, {\"b\":1,\"a\":\"\\u00e9\"}]}";

        var stored = service.post("/events", sent);

        assertThat(stored.status()).as(stored.body()).isEqualTo(201);
        var position = stored.json().at("/results/0/position").longValue();
        assertThat(stored.body()).isEqualTo("{\"results\":[{\"index\":0,\"position\":" + position + "}]}");
        assertThat(read("as-sent").body())
                .isEqualTo(sent.substring(0, sent.length() - 1) + ",\"position\":" + position + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"text\"", "0", "false", "[]", "{}", "{\"position\":1}"})
    void the_data_may_be_any_json(String data) {
        var id = "data-" + data;

        assertStored(service.post("/events", event(id.replace("\"", "'"), "\"data\":" + data)));

        assertThat(read(id.replace("\"", "'")).body()).contains("\"data\":" + data + ",");
    }

    @Test
    void the_same_event_again_changes_nothing() {
        service.post("/events", event("again", "\"data\":1"));
        var first = read("again").body();

        var again = service.post("/events", event("again", "\"data\":2,\"conversation_id\":\"other\""));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo("""
                {"results":[{"index":0,"duplicate":true}]}""");
        assertThat(read("again").body()).isEqualTo(first);
    }

    @Test
    void each_event_of_an_array_has_a_result_of_its_own() {
        service.post("/events", event("known", "\"data\":1"));

        var answer = service.post(
                "/events",
                array(List.of(
                        event("new-1", "\"data\":1,\"conversation_id\":\"own\""),
                        event("known", "\"data\":1"),
                        "{\"event_id\":7}",
                        event("new-2", "\"data\":1,\"conversation_id\":\"own\""),
                        event("new-1", "\"data\":2"),
                        "\"text\"",
                        "{\"event_id\":\"broken\",\"data\":\"\\ud800\"}")));

        assertThat(answer.status()).isEqualTo(201);
        var results = answer.json().get("results");
        assertThat(results.size()).isEqualTo(7);
        assertThat(IntStream.range(0, 7).map(n -> results.get(n).get("index").intValue()))
                .containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(results.at("/3/position").longValue())
                .isGreaterThan(results.at("/0/position").longValue());
        assertThat(results.at("/1/duplicate").booleanValue()).isTrue();
        assertThat(results.at("/4/duplicate").booleanValue()).isTrue();
        assertThat(pointers(results.get(2).get("problem")))
                .containsExactlyInAnyOrder("#/2/event_id", "#/2/event_type", "#/2/timestamp", "#/2/data");
        assertThat(pointers(results.get(5).get("problem"))).containsExactly("#/5");
        assertThat(pointers(results.get(6).get("problem"))).containsExactly("#/6/data");
        assertThat(read("new-1").json().get("data").intValue()).isEqualTo(1);
    }

    @Test
    void what_was_read_can_be_sent_again_and_the_position_is_ours() {
        assertStored(service.post("/events", event("copied", "\"position\":17,\"data\":{\"n\":1.50}")));

        var read = read("copied");

        assertThat(read.body()).contains("{\"n\":1.50}").doesNotContainPattern(":17\\b");
        assertThat(service.post("/events", read.body())
                        .json()
                        .at("/results/0/duplicate")
                        .booleanValue())
                .isTrue();
    }

    @Test
    void a_thousand_events_that_belong_to_no_conversation_are_taken_in_one_request() {
        var events = IntStream.range(0, 1_000)
                .mapToObj(n -> event("alone-" + n, "\"data\":" + n))
                .toList();

        var answer = service.post("/events", array(events));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.json().get("results").size()).isEqualTo(1_000);
        assertThat(answer.json().get("results").findValues("position")).hasSize(1_000);
        assertThat(service.get("/events?stream=event-alone-999")
                        .json()
                        .at("/items/0/data")
                        .intValue())
                .isEqualTo(999);
    }

    @Test
    void more_than_a_thousand_events_or_sixteen_mebibytes_are_too_much() {
        var many = array(IntStream.range(0, 1_001).mapToObj(n -> "{}").toList());
        var large = event("large", "\"data\":\"" + "x".repeat(16 * 1024 * 1024 - 500) + "\"");

        assertThat(service.post("/events", many).status()).isEqualTo(413);
        assertThat(service.post("/events", large + " ".repeat(1_000)).status()).isEqualTo(413);
        assertStored(service.post("/events", large));
        assertThat(read("large").body()).hasSizeGreaterThan(16_000_000);
    }

    static Stream<Arguments> wrongEvents() {
        return Stream.of(
                wrong("{}", "#/event_id", "#/event_type", "#/timestamp", "#/data"),
                wrong(event("", "\"data\":1"), "#/event_id"),
                wrong(event("x".repeat(256), "\"data\":1"), "#/event_id"),
                wrong(event("w", "\"data\":1,\"surprise\":1"), "#/surprise"),
                wrong(event("w", "\"data\":1,\"event_context\":[]"), "#/event_context"),
                wrong(event("w", "\"data\":1,\"event_version\":{}"), "#/event_version"),
                wrong(event("w", "\"data\":1,\"conversation_id\":7"), "#/conversation_id"),
                wrong(event("w", "\"data\":1,\"user_id\":\"" + "u".repeat(257) + "\""), "#/user_id"),
                wrong(
                        event("w", "\"data\":1,\"request_id\":\"a\",\"assistant_request_id\":\"b\""),
                        "#/assistant_request_id"),
                wrong(event("w", "\"data\":1").replace("2026-01-02T", "yesterday "), "#/timestamp"),
                wrong(
                        event("w", "\"data\":1").replace("\"2026-01-02T03:04:05.678901+00:00\"", "1767322245"),
                        "#/timestamp"),
                wrong(event("w", "\"data\":1").replace("NodeInvoke", "x".repeat(257)), "#/event_type"),
                wrong(event("memory_log-1/2", "\"data\":1"), "#/event_id"),
                wrong(event("dead_letter-1/discarded", "\"data\":1"), "#/event_id"),
                wrong(event("w", "\"data\":1").replace("NodeInvoke", "memory_log.deleted"), "#/event_type"),
                wrong(event("w", "\"data\":1").replace("NodeInvoke", "dead_letter.discarded"), "#/event_type"),
                wrong(event("w", "\"data\":{\"a\":\"\\u0000\"}"), "#/data/a"),
                wrong(event("w", "\"data\":1e309"), "#/data"),
                wrong(event("w", "\"data\":1,\"data\":2"), "#/data"),
                wrong("[]", "#"),
                wrong("\"text\"", "#"),
                wrong("", "#"),
                wrong("[{]", "#"),
                wrong("[{}] {}", "#"));
    }

    @ParameterizedTest
    @MethodSource("wrongEvents")
    void an_invalid_event_that_is_sent_alone_makes_the_request_invalid(String body, List<String> places) {
        var answer = service.post("/events", body);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.errorLocations()).containsExactlyInAnyOrderElementsOf(places);
    }

    @Test
    void longest_names_of_the_widest_characters_are_taken_and_found() {
        var name = "𝄞".repeat(256);
        var id = "𝄞".repeat(255);
        var body = "{\"event_id\":\"" + id + "\",\"event_type\":\"" + name + "\"," + TIME + ",\"conversation_id\":\""
                + name
                + "\",\"request_id\":\"" + name + "\",\"user_id\":\"" + name + "\",\"project_id\":\"" + name
                + "\",\"data\":1}";

        assertStored(service.post("/events", body));

        assertThat(read(id).status()).isEqualTo(200);
        assertThat(service.get("/events?conversation_id=" + encoded(name))
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(1);
    }

    private Answer read(String id) {
        return service.get("/events/" + encoded(id));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void assertStored(Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(answer.json().at("/results/0/position").isIntegralNumber())
                .as(answer.body())
                .isTrue();
    }

    private static String event(String id, String more) {
        return "{\"event_id\":\"" + id + "\",\"event_type\":\"NodeInvoke\"," + TIME + "," + more + "}";
    }

    private static String array(List<String> events) {
        return events.stream().collect(Collectors.joining(",", "[", "]"));
    }

    private static List<String> pointers(JsonNode problem) {
        return problem.get("errors").findValuesAsString("pointer");
    }

    private static Arguments wrong(String body, String... places) {
        return Arguments.of(body, List.of(places));
    }
}
