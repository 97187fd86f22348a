package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.http.Role;
import org.junit.jupiter.api.Test;

class AuditIT extends SecuredServiceTest {

    @Test
    void a_change_is_on_record_with_who_what_when_and_from_where() {
        var secret = make("{\"name\":\"recorded\",\"role\":\"admin\"}")
                .json()
                .get("secret")
                .stringValue();
        var id = post(
                        "/memory-logs",
                        "{\"task\":\"t\",\"user_id\":\"audited\",\"project_id\":\"p\",\"raw_data\":{}}",
                        secret)
                .id();
        delete("/memory-logs/" + id, secret);
        post("/sync", "{\"operation\":\"check\",\"user_id\":\"audited\"}", secret);
        get("/jobs", secret);

        var items = get("/audit?who=key:recorded", secret).json().get("items");

        assertThat(items)
                .extracting(item -> item.get("what").stringValue())
                .containsExactly("POST /sync", "memory_log.deleted", "memory_log.stored");
        assertThat(items.get(1).get("subject").stringValue()).isEqualTo("memory_log-" + id);
        assertThat(items.get(1).get("from").stringValue()).isEqualTo("127.0.0.1");
        assertThat(get("/audit?what=POST /sync&who=key:recorded".replace(" ", "%20"), secret)
                        .json()
                        .get("items")
                        .size())
                .isEqualTo(1);
        var first = get("/audit?who=key:recorded&limit=1", secret).json();
        var next = get(
                        "/audit?who=key:recorded&limit=1&cursor="
                                + first.get("next_cursor").stringValue(),
                        secret)
                .json();
        assertThat(next.at("/items/0/what").stringValue()).isEqualTo("memory_log.deleted");
    }

    @Test
    void the_audit_is_in_the_log_and_hidden_from_all_but_administrators() {
        make("{\"name\":\"any\",\"role\":\"read\"}");

        assertThat(get("/events?type=audit.call", ADMIN).json().get("items").size())
                .isPositive();
        assertThat(get("/events?type=audit.call", key(Role.INGEST, ""))
                        .json()
                        .get("items")
                        .size())
                .isZero();
    }

    @Test
    void a_call_is_on_record_with_what_its_body_asked_for() {
        var secret = make("{\"name\":\"selecting\",\"role\":\"admin\"}")
                .json()
                .get("secret")
                .stringValue();
        post("/dead-letters/replay", "{\"filter\":{\"reason\":\"too_old\"},\"dry_run\":true}", secret);
        post("/archive", "{\"older_than\":\"9000d\",\"dry_run\":true}", secret);
        post("/sync", "{\"operation\":\"check\",\"user_id\":\"selected\",\"dry_run\":true}", secret);

        var items = get("/audit?who=key:selecting", secret).json().get("items");

        assertThat(items)
                .extracting(item -> item.get("request").toString())
                .containsExactly(
                        "{\"operation\":\"check\",\"user_id\":\"selected\",\"dry_run\":true}",
                        "{\"older_than\":\"9000d\",\"dry_run\":true}",
                        "{\"filter\":{\"reason\":\"too_old\"},\"dry_run\":true}");
        assertThat(get("/audit?what=POST%20%2Fkeys&limit=1000", ADMIN).body())
                .contains("\"name\":\"selecting\"")
                .doesNotContain(secret);
    }

    @Test
    void an_agent_cannot_write_into_the_audit() {
        var key = key(Role.INGEST, "");
        post("/events", """
                {"event_id":"forged","event_type":"DELETE /keys/{id}","timestamp":"2026-01-01T00:00:00Z","data":1}""", key);

        assertThat(get("/audit?what=DELETE%20%2Fkeys%2F%7Bid%7D&limit=1000", ADMIN)
                        .body())
                .doesNotContain("forged");
    }
}
