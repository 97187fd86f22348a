package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundKeyIT extends SecuredServiceTest {

    @Test
    void a_bound_key_stores_and_finds_as_its_tenant_by_default() {
        var key = bound("anna", "shop");
        var stored = post("/memory-logs", "{\"task\":\"t\",\"raw_data\":{}}", key);
        assertThat(stored.status()).isEqualTo(201);
        assertThat(stored.json().get("user_id").stringValue()).isEqualTo("anna");
        assertThat(stored.json().get("project_id").stringValue()).isEqualTo("shop");
        assertThat(get("/memory-logs", key).json().get("items").size()).isEqualTo(1);
        assertThat(post("/memory-logs/search", "{\"query\":\"t\"}", key).status())
                .isEqualTo(200);
        var batch = post("/memory-logs/batch", """
                {"items":[{"task":"t","raw_data":{}},{"task":"t","user_id":"other","raw_data":{}}]}""", key);
        assertThat(batch.json().at("/results/0/status").intValue()).isEqualTo(201);
        assertThat(batch.json().at("/results/1/status").intValue()).isEqualTo(403);
        var event = post("/events", """
                {"event_id":"bound-1","event_type":"x","timestamp":"2026-01-01T00:00:00Z","data":1}""", key);
        assertThat(event.status()).isEqualTo(201);
        assertThat(get("/events?type=x", key).json().at("/items/0/user_id").stringValue())
                .isEqualTo("anna");
    }

    @Test
    void what_belongs_to_another_tenant_does_not_exist_for_a_bound_key() {
        var mine = bound("ben", "shop");
        var theirs = bound("cleo", "shop");
        var id =
                post("/memory-logs", "{\"task\":\"t\",\"raw_data\":{}}", theirs).id();
        post("/events", """
                {"event_id":"cleo-1","event_type":"x","timestamp":"2026-01-01T00:00:00Z","data":1}""", theirs);
        var path = "/memory-logs/" + id;
        var body = "{\"task\":\"mine\",\"raw_data\":{}}";

        for (var each : List.of("", "/status", "/events", "/related", "?version=1", "?user_id=cleo&project_id=shop")) {
            assertThat(get(path + each, mine).status()).as(each).isEqualTo(404);
        }
        assertThat(send("PUT", path, body, mine).status()).isEqualTo(404);
        assertThat(send("PATCH", path, "{\"task\":\"mine\"}", mine).status()).isEqualTo(404);
        assertThat(delete(path, mine).status()).isEqualTo(404);
        assertThat(get("/events/cleo-1", mine).status()).isEqualTo(404);
        assertThat(get("/events/memory_log-" + id + "%2F1", mine).status()).isEqualTo(404);
        assertThat(get("/memory-logs?user_id=cleo&project_id=shop", mine).status())
                .isEqualTo(403);
        assertThat(get("/events?user_id=cleo", mine).status()).isEqualTo(403);
        assertThat(post("/memory-logs/search", "{\"query\":\"t\",\"user_id\":\"cleo\",\"project_id\":\"shop\"}", mine)
                        .status())
                .isEqualTo(403);
        assertThat(post(
                                "/memory-logs",
                                "{\"task\":\"t\",\"user_id\":\"cleo\",\"project_id\":\"shop\",\"raw_data\":{}}",
                                mine)
                        .status())
                .isEqualTo(403);
        assertThat(get("/events?stream=memory_log-" + id, mine)
                        .json()
                        .get("items")
                        .size())
                .isZero();
        assertThat(get(path, theirs).json().get("task").stringValue()).isEqualTo("t");
    }

    @Test
    void a_stream_of_a_bound_key_has_the_changes_of_its_tenant_only() {
        var mine = bound("dora", "shop");
        var theirs = bound("emil", "shop");
        post("/memory-logs", "{\"task\":\"t\",\"raw_data\":{}}", theirs);
        var id = post("/memory-logs", "{\"task\":\"t\",\"raw_data\":{}}", mine).id();

        var stream = get("/stream?last_event_id=p0", mine);

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
        assertThat(stream.body().lines().filter(line -> line.startsWith("data:")))
                .singleElement()
                .asString()
                .contains("\"memory_log_id\":" + id + ",", "\"user_id\":\"dora\"");
        assertThat(get("/stream?user_id=emil", mine).status()).isEqualTo(403);
        assertThat(send("GET", "/stream", null, null).status()).isEqualTo(401);
        assertThat(send("GET", "/ws", null, null).status()).isEqualTo(401);
    }
}
