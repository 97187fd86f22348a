package io.memlog.api.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.Answer;
import io.memlog.api.http.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Each route is open to the callers of its role, and to no other.
class RouteRolesIT extends SecuredServiceTest {

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
            assertThat(answer.header("WWW-Authenticate")).as(route).isEqualTo(challenge(route));
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
    void what_instances_ask_of_each_other_is_answered_to_no_key() {
        for (var key : List.of(ADMIN, OPERATE, key(Role.OPERATE, ""))) {
            assertThat(get("/internal/pipeline", key).status()).isEqualTo(401);
        }
        assertThat(service.send("GET", "/internal/pipeline", null, "Authorization", "Bearer ")
                        .status())
                .isEqualTo(401);
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
    void the_operate_key_of_the_settings_reads_metrics_and_makes_no_key() {
        assertThat(get("/actuator/prometheus", OPERATE).status()).isEqualTo(200);
        assertThat(post("/keys", "{\"name\":\"more\",\"role\":\"admin\"}", OPERATE)
                        .status())
                .isEqualTo(403);
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
        routes.removeAll(List.of("GET /openapi", "GET /docs", "GET /internal/pipeline"));
        return routes;
    }

    /// Clients of the Model Context Protocol are told where to learn which issuer they need.
    private String challenge(String route) {
        var path = pathOf(route);
        return path.startsWith("/mcp")
                ? "Bearer resource_metadata=\"" + service.uri("/.well-known/oauth-protected-resource" + path) + "\""
                : "Bearer";
    }

    private static String pathOf(String route) {
        return route.substring(route.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "999999999");
    }

    private Answer call(String route, @Nullable String key) {
        var method = route.substring(0, route.indexOf(' '));
        return send(method, pathOf(route), method.equals("GET") || method.equals("DELETE") ? null : "{}", key);
    }
}
