package io.memlog.consumer.contract;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// What each worker answers under `/internal`, without Kafka.
public abstract class WorkerHttpContract {

    protected abstract RunningWorker worker();

    /// The paths that take an [IndexQuery].
    protected abstract List<String> searchPaths();

    /// How long a search may take when the store is unavailable.
    protected abstract Duration maxSearchTime();

    /// `/internal/status` of a worker without a consumer, with its store.
    protected abstract String statusWithStore();

    /// What `/internal/status` contains without the store.
    protected abstract String statusWithoutStore();

    protected abstract String storeAddress();

    protected abstract void stopStore();

    protected abstract void startStore();

    @Test
    void no_route_but_liveness_and_readiness_is_answered_without_the_token() throws Exception {
        var routes =
                new ArrayList<String>(List.of("GET /actuator", "GET /actuator/health", "GET /actuator/prometheus"));
        worker().application()
                .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((mapping, handler) -> mapping.getMethodsCondition()
                        .getMethods()
                        .forEach(
                                method -> mapping.getPatternValues().forEach(path -> routes.add(method + " " + path))));

        assertThat(routes).anyMatch(route -> route.contains("/internal/inventory"));
        for (var route : routes) {
            var words = route.split(" ", 2);
            assertThat(worker().withoutToken(words[0], words[1]).statusCode())
                    .as(route)
                    .isEqualTo(401);
            assertThat(worker().withoutToken(words[0], words[1], "Authorization", "Bearer wrong")
                            .statusCode())
                    .as(route)
                    .isEqualTo(401);
        }
        assertThat(worker().withoutToken("GET", "/actuator/health/liveness").statusCode())
                .isEqualTo(200);
        assertThat(worker().withoutToken("GET", "/actuator/health/readiness", "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void an_unknown_tenant_has_no_hits() throws Exception {
        for (var path : searchPaths()) {
            assertThat(worker().post(path, query(Memories.someTenant(), "anything"))
                            .body())
                    .isEqualTo("{\"hits\":[]}");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"query": "x", "project_id": "p", "limit": 5, "min_similarity": 0}
            {"query": "x", "user_id": "u", "limit": 5, "min_similarity": 0}
            {"query": "x", "user_id": " ", "project_id": "p", "limit": 5, "min_similarity": 0}
            {"query": "x", "user_id": null, "project_id": "p", "limit": 5, "min_similarity": 0}
            {"user_id": "u", "project_id": "p", "limit": 5, "min_similarity": 0}
            {"query": "x", "user_id": "u", "project_id": "p", "limit": 0, "min_similarity": 0}
            {"query": "x", "user_id": "u", "project_id": "p", "limit": 10001, "min_similarity": 0}
            {"query": "x", "user_id": "u", "project_id": "p", "limit": 5, "min_similarity": 7}
            {"query":
            []
            null
            ''
            """)
    void an_incomplete_query_is_rejected_with_400(String body) throws Exception {
        for (var path : searchPaths()) {
            var response = worker().post(path, body);

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(response.body()).contains("urn:memlog:problem:invalid-question");
        }
    }

    @Test
    void a_problem_names_all_errors_and_has_no_other_members() throws Exception {
        var response = worker().post(searchPaths().getFirst(), """
                {"query": "x", "user_id": " ", "limit": 0, "min_similarity": 0}
                """);

        assertThat(Json.mapper().readTree(response.body()))
                .isEqualTo(Json.mapper().readTree("""
                {"type": "urn:memlog:problem:invalid-question", "title": "The query is invalid", "status": 400,
                 "detail": "limit lies between 1 and 10000, project_id is missing, user_id is missing"}
                """));
    }

    @Test
    void the_inventory_has_the_stored_memories_of_a_tenant_and_all_tenants() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant);
        store(Memories.someTenant());
        var range = """
                {"user_id": "%s", "project_id": "project", "above": %d, "up_to": null}
                """;

        assertThat(inventory(range.formatted(tenant.userId(), 0)).body())
                .isEqualTo("{\"entries\":[{\"memory_log_id\":" + stored
                        + ",\"version\":1,\"state\":\"stored\"}],\"complete\":true}");
        assertThat(inventory(range.formatted(tenant.userId(), stored.value())).body())
                .isEqualTo("{\"entries\":[],\"complete\":true}");
        assertThat(inventory(range.formatted(" ", 0)).statusCode()).isEqualTo(400);
        assertThat(tenants("").body())
                .contains("{\"user_id\":\"" + tenant.userId() + "\",\"project_id\":\"project\"}")
                .endsWith("\"next\":null}");
        var page = tenants("?limit=1").body();
        var next = Json.mapper().readValue(page, InventoryTenants.class).next();
        assertThat(tenants("?limit=1&after=" + next).body())
                .startsWith("{\"tenants\":[{")
                .isNotEqualTo(page);
    }

    @Test
    void a_worker_without_a_consumer_reports_it_stopped_and_its_store_up() throws Exception {
        assertThat(worker().get("/internal/status").body()).isEqualTo(statusWithStore());
    }

    @Test
    void without_its_store_a_worker_fails_fast_and_recovers_when_it_returns() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant);
        stopStore();

        for (var path : searchPaths()) {
            assertSearchUnavailable(path, query(tenant, "relay"));
        }
        assertProjectionUnavailable();
        assertThat(tenants("").statusCode()).isEqualTo(503);
        assertThat(inventory("""
                {"user_id": "u", "project_id": "p", "above": 0}
                """).body()).contains("urn:memlog:problem:index-unavailable");
        assertThat(worker().get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        await().untilAsserted(() ->
                assertThat(readiness().body()).contains("DEGRADED").contains(storeAddress()));
        assertThat(readiness().statusCode()).isEqualTo(200);
        assertThat(worker().get("/internal/status").body()).contains(statusWithoutStore());

        startStore();

        assertThat(worker().post(searchPaths().getFirst(), query(tenant, "relay"))
                        .body())
                .contains("\"memory_log_id\":" + stored);
        await().untilAsserted(
                        () -> assertThat(readiness().body()).contains("UP").doesNotContain("DEGRADED"));
    }

    protected final void assertSearchUnavailable(String path, String body) throws Exception {
        var started = System.nanoTime();
        var response = worker().post(path, body);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(maxSearchTime());
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(response.body()).contains("urn:memlog:problem:index-unavailable");
    }

    protected final void assertProjectionUnavailable() {
        var projection = worker().projection();
        var change = new MemoryStored(memory("a task", "{}"));
        List<Runnable> calls = List.of(
                projection::probe,
                () -> projection.currentVersions(Set.of(change.key())),
                () -> Projections.apply(projection, List.of(change)),
                () -> projection.reportStored(Map.of(change.key(), 1L)),
                () -> projection.purge(Set.of(change.key())));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = calls.stream().map(threads::submit).toList();
            assertThat(running)
                    .allSatisfy(
                            call -> assertThatThrownBy(call::get).hasCauseInstanceOf(IndexUnavailableException.class));
        }
    }

    protected static String query(Tenant tenant, String text) {
        return Json.mapper()
                .writeValueAsString(new IndexQuery(text, tenant.userId(), tenant.projectId(), 5, 0, IndexFilters.NONE));
    }

    private MemoryId store(Tenant tenant) {
        return worker().store(memory(tenant, "tune the relay", "{}"));
    }

    private HttpResponse<String> inventory(String range) throws Exception {
        return worker().post("/internal/inventory", range);
    }

    private HttpResponse<String> tenants(String parameters) throws Exception {
        return worker().get("/internal/inventory/tenants" + parameters);
    }

    private HttpResponse<String> readiness() throws Exception {
        return worker().get("/actuator/health/readiness");
    }
}
