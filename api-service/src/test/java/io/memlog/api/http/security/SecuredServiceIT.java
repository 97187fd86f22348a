package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// A service that has an admin key, called with no key and keys of every kind.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredServiceIT {

    private static final String ADMIN = "mlk_" + "a".repeat(43);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private RunningService service;

    @BeforeAll
    void start() {
        service = RunningService.isolated("--memlog.security.admin-key=" + ADMIN);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void every_route_has_a_rule() {
        assertThat(routes().keySet()).containsAll(handled());
    }

    @Test
    void no_route_but_the_contract_and_health_is_answered_without_a_key() {
        assertThat(service.get("/openapi").status()).isEqualTo(200);
        assertThat(service.get("/docs").status()).isEqualTo(200);
        assertThat(service.get("/actuator/health/liveness").status()).isEqualTo(200);
        assertThat(service.get("/actuator/health").json().propertyNames()).doesNotContain("components");
        for (var route : routes().keySet()) {
            var answer = call(route, null);
            assertThat(answer.status()).as(route).isEqualTo(401);
            assertThat(answer.header("WWW-Authenticate")).as(route).isEqualTo("Bearer");
            assertThat(answer.json().get("type").stringValue()).isEqualTo("urn:memlog:problem:unauthorized");
        }
        for (var path :
                List.of("/actuator/prometheus", "/actuator", "/nothing", "/keys/", "//keys", "/internal/status")) {
            assertThat(service.get(path).status()).as(path).isIn(400, 401);
        }
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void a_key_is_let_through_to_exactly_the_routes_of_its_role(Role role) {
        var key = key(role, "");
        routes().forEach((route, needed) -> {
            var status = call(route, key).status();
            if (role.includes(needed)) {
                assertThat(status).as(route + " as " + role).isNotIn(401, 403);
            } else {
                assertThat(status).as(route + " as " + role).isEqualTo(403);
            }
        });
    }

    @Test
    void metrics_are_for_operators() {
        assertThat(get("/actuator/prometheus", key(Role.READ, "")).status()).isEqualTo(403);
        assertThat(get("/actuator/prometheus", key(Role.OPERATE, "")).status()).isEqualTo(200);
        assertThat(get("/actuator/health", key(Role.READ, "")).json().has("components"))
                .isFalse();
        assertThat(get("/actuator/health", key(Role.OPERATE, "")).json().has("components"))
                .isTrue();
    }

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
        assertThat(list.body()).contains("shown-once").doesNotContain(secret, "secret");
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

    @Test
    void an_agent_cannot_write_into_the_audit() {
        var key = key(Role.INGEST, "");
        post("/events", """
                {"event_id":"forged","event_type":"DELETE /keys/{id}","timestamp":"2026-01-01T00:00:00Z","data":1}""", key);

        assertThat(get("/audit?what=DELETE%20%2Fkeys%2F%7Bid%7D&limit=1000", ADMIN)
                        .body())
                .doesNotContain("forged");
    }

    private Map<String, Role> routes() {
        Map<String, Role> routes = new TreeMap<>();
        service.get("/openapi")
                .json()
                .get("paths")
                .forEachEntry((path, operations) -> operations.forEachEntry((method, operation) -> routes.put(
                        method.toUpperCase(Locale.ROOT) + " " + path,
                        Role.valueOf(operation.get("x-role").stringValue().toUpperCase(Locale.ROOT)))));
        return routes;
    }

    private List<String> handled() {
        List<String> routes = new ArrayList<>();
        service.bean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> {
                    if (handler.getBeanType().getPackageName().startsWith("io.memlog")) {
                        mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> mapping.getPatternValues()
                                        .forEach(path -> routes.add(method + " " + path.replace("{*", "{"))));
                    }
                });
        routes.removeAll(List.of("GET /openapi", "GET /docs"));
        return routes;
    }

    private Answer call(String route, @Nullable String key) {
        var method = route.substring(0, route.indexOf(' '));
        var path = route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "999999999");
        return send(method, path, method.equals("GET") || method.equals("DELETE") ? null : "{}", key);
    }

    private Answer make(String body) {
        return post("/keys", body, ADMIN);
    }

    private String key(Role role, String more) {
        return make("{\"name\":\"k" + NUMBER.incrementAndGet() + "\",\"role\":\"" + role.wireName() + "\"" + more + "}")
                .json()
                .get("secret")
                .stringValue();
    }

    private String bound(String user, String project) {
        return key(Role.INGEST, ",\"user_id\":\"" + user + "\",\"project_id\":\"" + project + "\"");
    }

    private static JsonNode item(Answer list, String name) {
        return list.json()
                .get("items")
                .valueStream()
                .filter(item -> item.get("name").stringValue().equals(name))
                .findFirst()
                .orElse(Json.mapper().createObjectNode());
    }

    private Answer get(String path, String key) {
        return send("GET", path, null, key);
    }

    private Answer post(String path, String body, String key) {
        return send("POST", path, body, key);
    }

    private Answer delete(String path, String key) {
        return send("DELETE", path, null, key);
    }

    private Answer send(String method, String path, @Nullable String body, @Nullable String key) {
        return service.send(
                method, path, body, key == null ? new String[0] : new String[] {"Authorization", "Bearer " + key});
    }
}
