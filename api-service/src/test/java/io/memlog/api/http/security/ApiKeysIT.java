package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApiKeysIT extends SecuredServiceTest {

    @Test
    void an_unknown_a_revoked_and_an_expired_key_are_rejected_with_the_reason() {
        assertThat(get("/jobs", "mlk_" + "b".repeat(43)).json().get("detail").stringValue())
                .isEqualTo("the API key is unknown");
        assertThat(get("/jobs", "mlk_short").json().get("detail").stringValue()).contains("not well-formed");
        assertThat(get("/jobs", "something").status()).isEqualTo(401);

        var made = make("""
                {"name":"short-lived","role":"operate"}""");
        var secret = made.json().get("secret").stringValue();
        assertThat(get("/jobs", secret).status()).isEqualTo(200);
        assertThat(delete("/keys/" + made.json().get("id"), ADMIN).status()).isEqualTo(204);
        assertThat(delete("/keys/" + made.json().get("id"), ADMIN).status()).isEqualTo(204);
        assertThat(get("/jobs", secret).json().get("detail").stringValue()).isEqualTo("the API key is revoked");

        var expiring = make("{\"name\":\"expiring\",\"role\":\"operate\",\"expires_at\":\""
                + Instant.now().plusSeconds(1) + "\"}");
        var lastSecret = expiring.json().get("secret").stringValue();
        await().until(() -> get("/jobs", lastSecret).status() == 401);
        assertThat(get("/jobs", lastSecret).json().get("detail").stringValue()).contains("expired at");
    }

    @Test
    void a_secret_is_shown_once_and_nowhere_stored() {
        var made = make("""
                {"name":"shown-once","role":"read","user_id":"u"}""");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.header("Cache-Control")).isEqualTo("no-store");
        var secret = made.json().get("secret").stringValue();
        assertThat(secret).matches("mlk_[A-Za-z0-9_-]{43}");
        var list = get("/keys?limit=100", ADMIN);
        assertThat(list.body()).contains("shown-once").doesNotContain(secret);
        assertThat(list.json().get("items")).noneMatch(item -> item.has("secret"));
        assertThat(get("/audit?limit=1000", ADMIN).body()).doesNotContain(secret);
        assertThat(get("/events?type=audit.call&limit=1000", ADMIN).body()).doesNotContain(secret);
    }

    @Test
    void the_last_use_of_a_key_is_known() {
        var made = make("""
                {"name":"used","role":"read"}""");
        get("/events?user_id=u", made.json().get("secret").stringValue());

        await().until(() ->
                item(get("/keys?limit=100", ADMIN), "used").get("last_used_at").isString());
    }

    @Test
    void wrong_keys_are_rejected_naming_every_field() {
        assertThat(make("{\"name\":\" \",\"role\":\"king\",\"wrong\":1}").json().get("errors"))
                .extracting(error -> error.get("pointer").stringValue())
                .containsExactlyInAnyOrder("#/name", "#/role", "#/wrong");
        assertThat(make("{\"name\":\"n\",\"role\":\"operate\",\"user_id\":\"u\"}")
                        .json()
                        .get("errors")
                        .get(0)
                        .get("pointer")
                        .stringValue())
                .isEqualTo("#/user_id");
        assertThat(make("{\"name\":\"n\",\"role\":\"read\",\"expires_at\":\"2020-01-01T00:00:00Z\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void a_name_belongs_to_one_key() {
        assertThat(make("{\"name\":\"taken\",\"role\":\"read\"}").status()).isEqualTo(201);
        assertThat(make("{\"name\":\"taken\",\"role\":\"admin\"}").status()).isEqualTo(409);
    }

    @Test
    void a_good_key_is_not_refused_by_an_outage() {
        var key = key(Role.OPERATE, "");

        service.withoutPostgres(() -> {
            var answer = get("/jobs", key);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
        });

        await().until(() -> get("/jobs", key).status() == 200);
    }

    private static JsonNode item(Answer list, String name) {
        return list.json()
                .get("items")
                .valueStream()
                .filter(item -> item.get("name").stringValue().equals(name))
                .findFirst()
                .orElse(Json.mapper().createObjectNode());
    }
}
