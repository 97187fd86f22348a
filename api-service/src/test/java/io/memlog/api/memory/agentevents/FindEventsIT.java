package io.memlog.api.memory.agentevents;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FindEventsIT {

    private static final RunningService SERVICE = RunningService.memory();
    private static final String USER = "user_id=finder";

    private static final String GRAPHITE = """
            {"event_id": "f-graphite", "event_version": "1.0", "assistant_request_id": "f-r9", "event_type": "NodeRespond",
             "timestamp": "2026-03-01T10:00:00.000001+00:00",
             "event_context": {"id": "n1", "name": "Ask", "type": "Node", "subscribed_topics": ["in"],
                               "invoke_context": {"conversation_id": "f-c9", "invoke_id": "i1",
                                                  "assistant_request_id": "f-r9", "user_id": ""}},
             "data": {"input_data": [], "output_data": "[{\\"role\\": \\"assistant\\", \\"score\\": 1.0}]"}}""";

    @BeforeAll
    static void some_events() {
        store("f1", "asked", "2026-02-01T12:00:00Z", "f-c1", "f-r1", "shop");
        store("f2", "answered", "2026-02-01T11:59:00Z", "f-c1", "f-r1", "shop");
        store("f3", "asked", "2026-02-02T00:00:00+02:00", "f-c2", "f-r2", "shop");
        store("f4", "asked", "2026-02-03T08:00:00", "f-c1", "f-r3", "zoo");
        assertThat(SERVICE.post("/events", GRAPHITE).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conversation_id=f-c1 | f1 f2 f4",
                "request_id=f-r1 | f1 f2",
                "assistant_request_id=f-r1 | f1 f2",
                "stream=conversation-f-c2 | f3",
                "user_id=finder | f1 f2 f3 f4",
                "user_id=finder&project_id=shop | f1 f2 f3",
                "user_id=finder&type=asked | f1 f3 f4",
                "user_id=finder&type=asked&project_id=shop&conversation_id=f-c1 | f1",
                "user_id=finder&from=2026-02-01T12:00:00Z | f1 f3 f4",
                "user_id=finder&to=2026-02-01T12:00:00Z | f1 f2",
                "user_id=finder&from=2026-02-01&to=2026-02-01 | f1 f2 f3",
                "user_id=finder&from=2026-02-03T08:00:00Z&to=2026-02-03T08:00:00Z | f4",
                "user_id=finder&order=timestamp | f2 f1 f3 f4",
                "user_id=finder&order=position | f1 f2 f3 f4",
                "conversation_id=f-c9 | f-graphite",
                "assistant_request_id=f-r9 | f-graphite",
                "request_id=f-r9 | f-graphite"
            })
    void events_are_found_by_what_they_belong_to(String query, String ids) {
        var answer = SERVICE.get("/events?" + query);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(ids(answer)).containsExactly(ids.split(" "));
        assertThat(answer.json().get("next_after").isNull()).isTrue();
    }

    @Test
    void an_event_of_graphite_comes_out_as_it_went_in() {
        var read = SERVICE.get("/events/f-graphite");

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body())
                .isEqualTo(GRAPHITE.substring(0, GRAPHITE.length() - 1) + ",\"position\":"
                        + read.json().get("position").longValue() + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"position", "timestamp"})
    void pages_follow_each_other(String order) {
        List<String> seen = new ArrayList<>();
        var after = "0";
        do {
            var page = SERVICE.get("/events?" + USER + "&limit=3&order=" + order + "&after=" + after);
            seen.addAll(ids(page));
            after = page.json().get("next_after").asString("");
        } while (!after.isEmpty());

        assertThat(seen).isEqualTo(ids(SERVICE.get("/events?" + USER + "&order=" + order)));
        assertThat(seen).hasSize(4);
    }

    @Test
    void whoever_remembers_the_last_position_gets_only_what_came_later() {
        var last = SERVICE.get("/events?conversation_id=f-tail&after=0");
        assertThat(ids(last)).isEmpty();

        var first = position(store("tail-1", "said", "2026-05-01T00:00:00Z", "f-tail", "f-rt", "tail"));
        var second = position(store("tail-2", "said", "2020-05-01T00:00:00Z", "f-tail", "f-rt", "tail"));

        assertThat(ids(SERVICE.get("/events?conversation_id=f-tail"))).containsExactly("tail-1", "tail-2");
        assertThat(ids(SERVICE.get("/events?conversation_id=f-tail&after=" + first)))
                .containsExactly("tail-2");
        assertThat(ids(SERVICE.get("/events?conversation_id=f-tail&after=" + second)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a/b",
                "a//b",
                "..%2F",
                "a b",
                "a%b",
                "a+b",
                "a;b=c",
                "a?b#c",
                "\\",
                "a\\b",
                "é",
                "𝄞",
                "{x}",
                "'\"<>|^`",
                "*",
                "a.json",
                "~",
                "events",
                "a:b@c"
            })
    void any_id_can_stand_in_a_path(String id) {
        var eventId = "path-" + id;
        store(eventId.replace("\\", "\\\\").replace("\"", "\\\""), "said", "2026-05-01T00:00:00Z", "paths", "r", "p");

        var read = SERVICE.get(
                "/events/" + URLEncoder.encode(eventId, StandardCharsets.UTF_8).replace("+", "%20"));

        assertThat(read.status()).as(read.body()).isEqualTo(200);
        assertThat(read.json().get("event_id").stringValue()).isEqualTo(eventId);
    }

    @Test
    void an_unknown_event_is_404() {
        for (var path : List.of("/events/unknown", "/events/a/b", "/events/", "/events/" + "x".repeat(300))) {
            var answer = SERVICE.get(path);

            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:not-found");
        }
    }

    @Test
    void the_changes_of_a_memory_are_events_too() {
        var tenant = "\"user_id\":\"changer\",\"project_id\":\"p\"";
        var memory = SERVICE.post(
                "/memory-logs",
                "{\"task\":\"t\"," + tenant + ",\"conversation_id\":\"f-cm\",\"raw_data\":{\"n\":1.50}}");
        SERVICE.patch("/memory-logs/" + memory.id(), "{\"agent\":\"a\"}");
        SERVICE.delete("/memory-logs/" + memory.id());

        var stream = SERVICE.get("/events?stream=memory_log-" + memory.id());

        var items = stream.json().get("items");
        assertThat(items.findValuesAsString("event_type"))
                .containsExactly("memory_log.stored", "memory_log.updated", "memory_log.deleted");
        var stored = items.get(0);
        assertThat(stored.get("timestamp").stringValue())
                .isEqualTo(memory.json().get("created_at").stringValue());
        assertThat(stored.at("/data/raw_data").toString()).isEqualTo("{\"n\":1.50}");
        assertThat(stored.get("stream").stringValue()).isEqualTo("memory_log-" + memory.id());
        assertThat(stored.get("version").intValue()).isEqualTo(1);
        assertThat(stored.get("user_id").stringValue()).isEqualTo("changer");
        assertThat(stored.has("request_id")).isFalse();
        var byId = "/events/" + stored.get("event_id").stringValue();
        assertThat(SERVICE.get(byId).json()).isEqualTo(stored);
        assertThat(ids(SERVICE.get("/events?conversation_id=f-cm"))).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | conversation_id",
                "limit=5 | conversation_id",
                "user_id=u&surprise=1 | surprise",
                "user_id= | user_id",
                "user_id=u&limit=0 | limit",
                "user_id=u&limit=1001 | limit",
                "user_id=u&after=-1 | after",
                "user_id=u&after=x | after",
                "user_id=u&after=9999999999999999999 | after",
                "user_id=u&order=time | order",
                "user_id=u&from=yesterday&to=2026-13-01 | from to",
                "user_id=u&user_id=v | user_id",
                "request_id=a&assistant_request_id=b | assistant_request_id",
                "user_id=a%00b | user_id"
            })
    void every_invalid_parameter_is_named(String query, String places) {
        var answer = SERVICE.get("/events?" + query);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactlyInAnyOrder(places.split(" "));
    }

    private static Answer store(
            String id, String type, String time, String conversation, String request, String project) {
        var answer =
                SERVICE.post("/events", """
                        {"event_id":"%s","event_type":"%s","timestamp":"%s","conversation_id":"%s","request_id":"%s",
                         "user_id":"%s","project_id":"%s","data":{}}
                        """.formatted(id, type, time, conversation, request, user(project), project));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    /// Those of the first events are asked for all together.
    private static String user(String project) {
        return project.equals("shop") || project.equals("zoo") ? "finder" : "another";
    }

    private static long position(Answer stored) {
        return stored.json().at("/results/0/position").longValue();
    }

    private static List<String> ids(Answer page) {
        return page.json().get("items").findValuesAsString("event_id");
    }
}
