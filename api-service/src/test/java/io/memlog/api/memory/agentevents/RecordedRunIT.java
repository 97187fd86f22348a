package io.memlog.api.memory.agentevents;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import io.memlog.api.memory.agentevents.RecordedRun.Recorded;
import io.memlog.schemas.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class RecordedRunIT {

    private static final int EVENTS = 10_000;
    private static final int CONVERSATIONS = 40;

    private final RunningService service = RunningService.memory();

    @Test
    void ten_thousand_recorded_events_go_in_twice_and_come_out_once_in_order() {
        var recorded = new RecordedRun(42, CONVERSATIONS).events(EVENTS);
        var started = System.nanoTime();

        var first = send(recorded);
        var sent = System.nanoTime();
        var second = send(recorded);
        var again = System.nanoTime();

        assertThat(first).allMatch(result -> result.has("position")).hasSize(EVENTS);
        assertThat(second)
                .allMatch(result -> result.path("duplicate").asBoolean(false))
                .hasSize(EVENTS);
        assertComesOut("conversation_id", recorded.stream().collect(groupingBy(Recorded::conversation)));
        var read = System.nanoTime();
        assertComesOut("assistant_request_id", someOf(recorded.stream().collect(groupingBy(Recorded::request))));
        System.out.printf(
                "%,d events: stored in %,d ms, sent again in %,d ms, read by conversation in %,d ms%n",
                EVENTS, (sent - started) / 1_000_000, (again - sent) / 1_000_000, (read - again) / 1_000_000);
    }

    private List<JsonNode> send(List<Recorded> events) {
        List<JsonNode> results = new ArrayList<>();
        for (int start = 0; start < events.size(); start += 1_000) {
            var body = events.subList(start, start + 1_000).stream()
                    .map(Recorded::json)
                    .collect(joining(",", "[", "]"));
            var answer = service.post("/events", body);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
            answer.json().get("results").forEach(results::add);
        }
        return results;
    }

    private void assertComesOut(String parameter, Map<String, List<Recorded>> groups) {
        groups.forEach((name, events) -> assertThat(found(parameter + "=" + name))
                .as(name)
                .containsExactlyElementsOf(events.stream()
                        .map(event -> Json.mapper().readTree(event.json()))
                        .toList()));
    }

    /// What is found, page by page, without the positions.
    private List<JsonNode> found(String filter) {
        List<JsonNode> found = new ArrayList<>();
        var after = "";
        do {
            var page = service.get("/events?limit=100&" + filter + after).json();
            page.get("items").forEach(item -> found.add(((ObjectNode) item).without("position")));
            after = page.get("next_after").isNull()
                    ? ""
                    : "&after=" + page.get("next_after").longValue();
        } while (!after.isEmpty());
        return found;
    }

    private static Map<String, List<Recorded>> someOf(Map<String, List<Recorded>> groups) {
        var some = new TreeMap<>(groups);
        some.keySet().removeIf(name -> !name.endsWith("3"));
        assertThat(some).hasSizeGreaterThan(50);
        return some;
    }
}
