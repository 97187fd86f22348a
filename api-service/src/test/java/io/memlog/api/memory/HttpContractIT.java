package io.memlog.api.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import io.memlog.schemas.search.IndexHits;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpContractIT {

    private static final String LOG = """
            {"task":"%s","user_id":"contract-gaps","project_id":"p","date":"2026-01-01","raw_data":{"a":[1.0,{"b":-0}],"c":"x"}}""";

    private final RunningService service = RunningService.memory();

    @Test
    void a_repeated_key_answers_version_1_although_it_is_archived_and_deleted() {
        var key = new String[] {"Idempotency-Key", "after-archive"};
        var body = LOG.formatted("one");
        var first = service.post("/memory-logs", body, key);
        var path = "/memory-logs/" + first.id();
        service.put(path, LOG.formatted("two"));
        archiveAll(path);

        var afterArchive = service.post("/memory-logs", body, key);
        service.delete(path);
        archiveAll(path);
        var afterDelete = service.post("/memory-logs", body, key);

        assertThat(afterArchive.body()).isEqualTo(first.body());
        assertThat(afterArchive.header("ETag")).isEqualTo("\"1\"");
        assertThat(afterDelete.status()).isEqualTo(201);
        assertThat(afterDelete.body()).isEqualTo(first.body());
    }

    /// Other tests of the same service use the archive, too, and only what is published is archived.
    private void archiveAll(String path) {
        await().until(() -> {
            var accepted = service.post("/archive", "{\"older_than\":\"0s\"}");
            if (accepted.status() != 202) {
                return false;
            }
            service.awaitFinished(accepted);
            return service.get(path + "?version=1").status() == 404;
        });
    }

    @Test
    void a_change_that_changes_nothing_makes_no_version() {
        var stored = service.post("/memory-logs", LOG.formatted("same"));
        var path = "/memory-logs/" + stored.id();

        var emptyPatch = service.patch(path, "{}");
        var sameBody = service.put(path, """
                {"raw_data":{"c":"x","a":[1.0,{"b":-0}]},"date":"2026-01-01","project_id":"p","user_id":"contract-gaps","task":"same"}""");
        var whatWasRead = service.put(path, service.get(path).body());
        var sameNumberInOtherDigits = service.patch(path, "{\"raw_data\":{\"a\":[1,{\"b\":-0}]}}");

        for (var answer : List.of(emptyPatch, sameBody, whatWasRead)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("ETag")).isEqualTo("\"1\"");
            assertThat(answer.json().get("updated_at")).isEqualTo(stored.json().get("updated_at"));
        }
        assertThat(sameNumberInOtherDigits.header("ETag")).isEqualTo("\"2\"");
        assertThat(service.get(path + "/events").json().get("items").size()).isEqualTo(2);
    }

    @Test
    void a_hit_whose_text_is_older_than_the_memory_says_so() {
        var id = service.post("/memory-logs", LOG.formatted("secret")).id();
        service.put("/memory-logs/" + id, LOG.formatted("redacted"));
        var current = service.post("/memory-logs", LOG.formatted("current")).id();
        service.embeddingWorker()
                .answers(
                        "vector",
                        query -> new IndexHits(List.of(
                                new IndexHit(new MemoryId(id), 1, "secret", 0.1, 0.95),
                                new IndexHit(new MemoryId(current), 1, "current", 0.2, 0.9))));

        var hits = service.post(
                        "/memory-logs/search",
                        "{\"query\":\"q\",\"user_id\":\"contract-gaps\",\"project_id\":\"p\",\"mode\":\"vector\"}")
                .json();

        assertThat(hits.get(0).get("stale").booleanValue()).isTrue();
        assertThat(hits.get(1).has("stale")).isFalse();
        service.embeddingWorker().reset();
    }

    @Test
    void an_embedding_is_asked_for_again_although_the_version_is_known() {
        var id = service.post("/memory-logs", LOG.formatted("etag")).id();
        var path = "/memory-logs/" + id;

        assertThat(service.get(path, "If-None-Match", "\"1\"").status()).isEqualTo(304);
        assertThat(service.get(path + "?include=embedding", "If-None-Match", "\"1\"")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void two_tenants_do_not_take_ids_of_events_from_each_other() {
        var event = """
                {"event_id":"1","event_type":"x","timestamp":"2026-01-01T00:00:00Z","data":"%1$s","user_id":"events-of-%1$s"}""";

        assertThat(service.post("/events", event.formatted("a"))
                        .json()
                        .at("/results/0")
                        .has("position"))
                .isTrue();
        assertThat(service.post("/events", event.formatted("b"))
                        .json()
                        .at("/results/0")
                        .has("position"))
                .isTrue();
        assertThat(service.post("/events", event.formatted("b"))
                        .json()
                        .at("/results/0/duplicate")
                        .booleanValue())
                .isTrue();
        assertThat(service.get("/events/1?user_id=events-of-a")
                        .json()
                        .get("data")
                        .stringValue())
                .isEqualTo("a");
        assertThat(service.get("/events/1?user_id=events-of-b")
                        .json()
                        .get("data")
                        .stringValue())
                .isEqualTo("b");
        assertThat(service.get("/events/1?user_id=events-of-c").status()).isEqualTo(404);
        assertThat(service.get("/events/1").status()).isEqualTo(400);
    }

    @Test
    void a_page_of_events_by_time_after_an_archived_one_is_an_error_and_no_end() {
        var id = service.post("/memory-logs", LOG.formatted("one")).id();
        var path = "/memory-logs/" + id;
        service.put(path, LOG.formatted("two"));
        var first = service.get("/events?stream=memory_log-" + id + "&order=timestamp&limit=1")
                .json();
        var after = first.get("next_after").longValue();
        archiveAll(path);

        var next = service.get("/events?stream=memory_log-" + id + "&order=timestamp&after=" + after);

        assertThat(next.status()).isEqualTo(400);
        assertThat(next.json().at("/errors/0/parameter").stringValue()).isEqualTo("after");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRACE /status HTTP/1.1\r\n",
                "POST /memory-logs HTTP/1.1\r\nTransfer-Encoding: foo\r\n",
                "GET /memory-logs?%zz HTTP/1.1\r\n",
                "BREW /status HTTP/1.1\r\n",
                "GET /memory-logs/1;a=b HTTP/1.1\r\n"
            })
    void the_status_in_a_problem_is_that_of_the_answer(String request) {
        var answer = service.raw(request + "Host: localhost\r\nConnection: close\r\n\r\n");

        var status = answer.substring(9, 12);
        assertThat(Integer.parseInt(status)).isBetween(400, 599).isNotEqualTo(500);
        assertThat(answer).contains("Content-Type: application/problem+json", "\"status\":" + status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"multipart/form-data", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"})
    void forms_are_no_json(String contentType) {
        for (var path : List.of("/memory-logs", "/memory-logs/search", "/events", "/nothing")) {
            assertThat(service.post(path, new byte[3_000_000], contentType).status())
                    .as(path)
                    .isIn(404, 413, 415);
        }
    }

    @Test
    void four_ids_of_256_characters_beyond_ascii_fit_into_a_query() {
        var id = "%F0%9F%A7%A0".repeat(256);

        assertThat(service.get("/memory-logs?user_id=" + id + "&project_id=" + id + "&agent=" + id + "&conversation_id="
                                + id)
                        .status())
                .isEqualTo(200);
    }
}
