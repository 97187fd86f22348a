package io.memlog.api.memory.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.json.UtcTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadMemoryLogsIT {

    private static final RunningService SERVICE = RunningService.memory();
    private static final String TENANT = "/memory-logs?user_id=reader%40example.org&project_id=r%C3%A9ad";
    private static final List<Long> IDS = new ArrayList<>();

    @BeforeAll
    static void five_memory_logs() {
        store("2025-01-01", "ada", "[\"a\",\"b\"]", "c1", "r1");
        store("2025-01-02", "ada", "[\"b\"]", "c1", "r2");
        store("2025-01-02T12:00:00Z", "bob", "[\"a\"]", "c2", "r2");
        store("2025-01-03", "bob", "[\"a\",\"b\",\"c\"]", "c2", "r3");
        store("2025-01-04", "eve", "\"a\"", "c3", "r3");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 4 3 2 1 0",
        "&agent=ada, 1 0",
        "&agent=Ada, ''",
        "&tag=a, 4 3 2 0",
        "&tag=a&tag=b, 3 0",
        "&conversation_id=c2, 3 2",
        "&request_id=r2&agent=bob, 2",
        "&from=2025-01-02&to=2025-01-02, 2 1",
        "&from=2025-01-02T12:00:00Z, 4 3 2 1",
        "&to=2025-01-02T11:59:59Z, 1 0",
        "&from=2025-01-04, 4",
        "&limit=2, 4 3"
    })
    void a_list_holds_what_matches_newest_first(String filter, String expected) {
        var page = SERVICE.get(TENANT + filter);

        assertThat(page.status()).as(page.body()).isEqualTo(200);
        assertThat(ids(page.json().get("items"))).containsExactlyElementsOf(numbers(expected));
    }

    @Test
    void pages_follow_each_other_without_gap_or_repetition() {
        var seen = new ArrayList<Long>();
        String cursor = "";
        while (cursor != null) {
            var page = SERVICE.get(TENANT + "&limit=2" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .json();
            seen.addAll(ids(page.get("items")));
            cursor = page.get("next_cursor").isNull()
                    ? null
                    : page.get("next_cursor").stringValue();
        }

        assertThat(seen).containsExactlyElementsOf(IDS.reversed());
    }

    @Test
    void a_cursor_belongs_to_its_filters() {
        var cursor = SERVICE.get(TENANT + "&limit=2").json().get("next_cursor").stringValue();

        var other = SERVICE.get(TENANT + "&agent=ada&cursor=" + cursor);

        assertThat(other.status()).isEqualTo(400);
        assertThat(other.errorLocations()).containsExactly("cursor");
    }

    @ParameterizedTest
    @CsvSource({
        "/memory-logs, user_id project_id",
        "/memory-logs?user_id=u&project_id=%20, project_id",
        "/memory-logs?user_id=u&project_id=p&limit=0, limit",
        "/memory-logs?user_id=u&project_id=p&limit=101, limit",
        "/memory-logs?user_id=u&project_id=p&limit=ten&from=x&to=y, limit from to",
        "/memory-logs?user_id=u&project_id=p&cursor=%2A, cursor",
        "/memory-logs?user_id=u&project_id=p&tags=a, tags",
        "/memory-logs?user_id=u&user_id=v&project_id=p, user_id",
        "/memory-logs?user_id=%00&project_id=p, user_id",
        "/memory-logs?user_id=u&project_id=p&agent=%ff, agent",
        "/memory-logs?user_id=u&project_id=p&agent=%ED%A0%80, agent",
        "/memory-logs/1?include=everything, include",
        "/memory-logs/1?surprise, surprise"
    })
    void invalid_parameters_are_named(String path, String places) {
        var answer = SERVICE.get(path);

        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.errorLocations()).containsExactlyInAnyOrder(places.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/memory-logs/999999999", "/memory-logs/0", "/memory-logs/99999999999999999999"})
    void an_unknown_id_is_404(String path) {
        assertThat(SERVICE.get(path).status()).isEqualTo(404);
        assertThat(SERVICE.get(path + "/status").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/memory-logs/abc", "/memory-logs/-1", "/memory-logs/1.5", "/memory-logs/%00"})
    void what_is_no_id_is_400(String path) {
        assertThat(SERVICE.get(path).status()).isEqualTo(400);
    }

    @Test
    void another_tenants_memory_is_404() {
        var path = "/memory-logs/" + IDS.getFirst();

        assertThat(SERVICE.get(path + "?user_id=reader@example.org&project_id=r%C3%A9ad")
                        .status())
                .isEqualTo(200);
        assertThat(SERVICE.get(path + "?user_id=Reader@example.org").status()).isEqualTo(404);
        assertThat(SERVICE.get(path + "?project_id=re%CC%81ad").status()).isEqualTo(404);
        assertThat(SERVICE.get(path + "/status?project_id=other").status()).isEqualTo(404);
    }

    @Test
    void a_time_that_was_answered_with_is_accepted_after_the_clock_was_set_back() {
        var id = IDS.getLast();
        var sql = SERVICE.bean(DSLContext.class);
        var stored = updatedAt(SERVICE.get("/memory-logs/" + id));
        var ahead = UtcTime.format(Instant.parse(stored).plus(Duration.ofHours(1)));
        sql.execute(
                "UPDATE event SET data = replace(data::text, ?, ?)::json WHERE stream_id = ?",
                stored,
                ahead,
                "memory_log-" + id);
        sql.execute("""
                UPDATE memory_log SET state = replace(state::text, ?, ?)::json, updated_at = ?::timestamptz
                WHERE memory_id = ?
                """, stored, ahead, ahead, id);
        var second = updatedAt(SERVICE.patch("/memory-logs/" + id, """
                {"importance":7}
                """));

        var first = SERVICE.get("/memory-logs/" + id + "?as_of=" + ahead);
        var newest = SERVICE.get("/memory-logs/" + id + "?as_of=" + second);
        var future = SERVICE.get("/memory-logs/" + id + "?as_of=2999-01-01T00:00:00Z");

        assertThat(second).isGreaterThan(ahead);
        assertThat(first.json().get("version").longValue()).as(first.body()).isEqualTo(1);
        assertThat(newest.json().get("version").longValue()).as(newest.body()).isEqualTo(2);
        assertThat(future.status()).isEqualTo(400);
        assertThat(future.errorLocations()).containsExactly("as_of");
    }

    private static String updatedAt(Answer memory) {
        return memory.json().get("updated_at").stringValue();
    }

    @Test
    void a_reader_that_has_the_current_version_gets_304() {
        var path = "/memory-logs/" + IDS.getFirst();

        assertThat(SERVICE.get(path, "If-None-Match", "\"1\"").status()).isEqualTo(304);
        assertThat(SERVICE.get(path, "If-None-Match", "W/\"1\", \"7\"").status())
                .isEqualTo(304);
        assertThat(SERVICE.get(path, "If-None-Match", "\"2\"").status()).isEqualTo(200);
    }

    private static List<Long> ids(Iterable<tools.jackson.databind.JsonNode> items) {
        var ids = new ArrayList<Long>();
        items.forEach(item -> ids.add(item.get("id").longValue()));
        return ids;
    }

    private static List<Long> numbers(String indexes) {
        return indexes.isEmpty()
                ? List.of()
                : java.util.Arrays.stream(indexes.split(" "))
                        .map(index -> IDS.get(Integer.parseInt(index)))
                        .toList();
    }

    private static void store(String date, String agent, String tags, String conversation, String request) {
        var answer = SERVICE.post("/memory-logs", """
                {"task":"t","user_id":"reader@example.org","project_id":"réad","date":"%s","agent":"%s",
                 "conversation_id":"%s","request_id":"%s","raw_data":{"tags":%s}}""".formatted(date, agent, conversation, request, tags));
        IDS.add(answer.id());
    }
}
