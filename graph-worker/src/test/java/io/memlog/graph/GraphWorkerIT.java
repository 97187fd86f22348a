package io.memlog.graph;

import static io.memlog.graph.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.graph.neo4j.FaultProxy;
import io.memlog.graph.neo4j.SharedNeo4j;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole application on a real Neo4j, without Kafka.
class GraphWorkerIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final List<String> PATHS =
            List.of("/internal/text/search", "/internal/graph/search", "/internal/graph/related");

    private static FaultProxy proxy;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        proxy = new FaultProxy(SharedNeo4j.uri());
        application = new SpringApplicationBuilder(GraphWorker.class)
                .properties("spring.config.name=graph-worker")
                .run(
                        "--server.port=0",
                        "--memlog.consumer.enabled=false",
                        "--spring.kafka.bootstrap-servers=false",
                        "--memlog.neo4j.uri=" + proxy.uri(),
                        "--memlog.neo4j.search-timeout=2s",
                        "--memlog.neo4j.index-timeout=4s");
        await().atMost(Duration.ofMinutes(1))
                .until(() -> get("/actuator/health/readiness").body().contains("\"status\":\"UP\"")
                        && !get("/actuator/health/readiness").body().contains("DEGRADED"));
        await().atMost(Duration.ofMinutes(1)).until(GraphWorkerIT::hasPlannedEveryQuestion);
    }

    /// The first question of each kind takes longer than the limit on a busy machine.
    private static boolean hasPlannedEveryQuestion() throws Exception {
        var nobody = Memories.someTenant();
        return post(PATHS.get(0), question(nobody, "anything")).statusCode() == 200
                && post(PATHS.get(1), question(nobody, "anything")).statusCode() == 200
                && post(PATHS.get(2), related(nobody, Memories.someId())).statusCode() == 200;
    }

    @AfterAll
    static void stop() {
        application.close();
        proxy.close();
    }

    @Test
    void memories_are_found_over_http_as_the_contract_says() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the OutboxRelay");
        var other = store(tenant, "break the OutboxRelay");

        for (var path : PATHS.subList(0, 2)) {
            var response = post(path, question(tenant, "OutboxRelay"));
            assertThat(response.statusCode()).isEqualTo(200);
            var hits = Json.mapper().readValue(response.body(), IndexHits.class).hits();
            assertThat(hits).hasSize(2).allSatisfy(hit -> {
                assertThat(hit.version()).isEqualTo(1);
                assertThat(hit.document()).contains("OutboxRelay");
                assertThat(hit.distance()).isNull();
                assertThat(hit.score()).isPositive();
            });
            assertThat(hits).extracting(hit -> hit.memory()).contains(stored, other);
        }
        await().untilAsserted(() -> assertThat(
                        post(PATHS.getLast(), related(tenant, stored)).body())
                .contains(
                        "{\"memory_log_id\":" + other + ",\"task\":\"break the OutboxRelay\",\"via\":[\"OutboxRelay\"")
                .contains("{\"type\":\"identifier\",\"name\":\"OutboxRelay\",\"relation\":\"mentions\"}"));
        assertThat(get("/actuator/prometheus").body())
                .contains("memlog_graph_search_duration_seconds_count{kind=\"text\",outcome=\"answered\"}")
                .contains("memlog_graph_write_duration_seconds_count{operation=\"store\"}")
                .contains("memlog_graph_entities_sum");
    }

    @Test
    void a_tenant_that_nobody_knows_has_no_hits() throws Exception {
        var nobody = Memories.someTenant();

        assertThat(post(PATHS.get(0), question(nobody, "anything")).body()).isEqualTo("{\"hits\":[]}");
        assertThat(post(PATHS.get(1), question(nobody, "anything")).body()).isEqualTo("{\"hits\":[]}");
        assertThat(post(PATHS.get(2), related(nobody, Memories.someId())).body())
                .isEqualTo("{\"memories\":[],\"entities\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\":\"x\",\"project_id\":\"p\",\"limit\":5,\"min_similarity\":0}",
                "{\"query\":\"x\",\"user_id\":\"u\",\"limit\":5,\"min_similarity\":0}",
                "{\"query\":\"x\",\"user_id\":\" \",\"project_id\":\"p\",\"limit\":5,\"min_similarity\":0}",
                "{\"query\":\"x\",\"user_id\":null,\"project_id\":\"p\",\"limit\":5,\"min_similarity\":0}",
                "{\"user_id\":\"u\",\"project_id\":\"p\",\"limit\":5,\"min_similarity\":0}",
                "{\"query\":\"x\",\"user_id\":\"u\",\"project_id\":\"p\",\"limit\":0,\"min_similarity\":0}",
                "{\"query\":",
                "[]",
                "null",
                ""
            })
    void a_question_without_a_tenant_or_a_sense_is_refused(String body) throws Exception {
        for (var path : PATHS) {
            var response = post(path, body);
            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(response.body()).contains("urn:memlog:problem:invalid-question");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"user_id\":\"u\",\"project_id\":\"p\",\"depth\":1,\"limit\":5}",
                "{\"memory_log_id\":0,\"user_id\":\"u\",\"project_id\":\"p\",\"depth\":1,\"limit\":5}",
                "{\"memory_log_id\":1,\"project_id\":\"p\",\"depth\":1,\"limit\":5}",
                "{\"memory_log_id\":1,\"user_id\":\"u\",\"project_id\":\"p\",\"depth\":4,\"limit\":5}",
                "{\"memory_log_id\":1,\"user_id\":\"u\",\"project_id\":\"p\",\"depth\":0,\"limit\":5}",
                "{\"memory_log_id\":1,\"user_id\":\"u\",\"project_id\":\"p\",\"depth\":1,\"limit\":0}"
            })
    void related_is_asked_completely_or_not_at_all(String body) throws Exception {
        assertThat(post(PATHS.getLast(), body).statusCode()).isEqualTo(400);
    }

    @Test
    void what_is_held_is_told_over_http_as_the_contract_says() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        store(Memories.someTenant(), "tune the relay");
        var question = "{\"user_id\":\"%s\",\"project_id\":\"project\",\"above\":%d,\"up_to\":null}";

        assertThat(post("/internal/inventory", question.formatted(tenant.userId(), 0))
                        .body())
                .isEqualTo("{\"entries\":[{\"memory_log_id\":" + stored
                        + ",\"version\":1,\"state\":\"stored\"}],\"complete\":true}");
        assertThat(post("/internal/inventory", question.formatted(tenant.userId(), stored.value()))
                        .body())
                .isEqualTo("{\"entries\":[],\"complete\":true}");
        assertThat(post("/internal/inventory", question.formatted(" ", 0)).statusCode())
                .isEqualTo(400);
        assertThat(get("/internal/inventory/tenants").body())
                .contains("{\"user_id\":\"" + tenant.userId() + "\",\"project_id\":\"project\"}")
                .endsWith("\"next\":null}");
        var page = get("/internal/inventory/tenants?limit=1");
        var next = Json.mapper().readValue(page.body(), InventoryTenants.class).next();
        assertThat(get("/internal/inventory/tenants?limit=1&after=" + next).body())
                .startsWith("{\"tenants\":[{")
                .isNotEqualTo(page.body());
    }

    @Test
    void a_worker_that_only_searches_says_so_and_how_its_store_is_doing() throws Exception {
        assertThat(get("/internal/status").body())
                .isEqualTo("{\"projection\":\"graph\","
                        + "\"consumer\":{\"state\":\"stopped\",\"lag\":null,\"reason\":null,\"since\":null},"
                        + "\"store\":{\"name\":\"neo4j\",\"state\":\"up\",\"reason\":null}}");
    }

    @Test
    void without_neo4j_a_search_says_so_quickly_and_all_is_well_again_when_it_is_back() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        proxy.cut();

        assertThatSearchesSayThatNeo4jIsAway(tenant, stored);
        assertThatTheIndexIsUnavailable(tenant);
        assertThat(get("/internal/inventory/tenants").statusCode()).isEqualTo(503);
        assertThat(post("/internal/inventory", "{\"user_id\":\"u\",\"project_id\":\"p\",\"above\":0}")
                        .body())
                .contains("urn:memlog:problem:index-unavailable");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(get("/actuator/health/readiness").body())
                .contains("DEGRADED")
                .contains(proxy.uri().toString()));
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/internal/status").body()).contains("\"name\":\"neo4j\",\"state\":\"down\"");

        proxy.mend();

        assertThat(post(PATHS.getFirst(), question(tenant, "relay")).body()).contains("\"memory_log_id\":" + stored);
        await().untilAsserted(() ->
                assertThat(get("/actuator/health/readiness").body()).doesNotContain("DEGRADED"));
    }

    @Test
    void a_neo4j_that_hangs_is_not_waited_for() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        proxy.silence(true);

        assertThatSearchesSayThatNeo4jIsAway(tenant, stored);
        assertThatTheIndexIsUnavailable(tenant);

        proxy.silence(false);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        post(PATHS.getFirst(), question(tenant, "relay")).body().contains("" + stored));
    }

    private static void assertThatSearchesSayThatNeo4jIsAway(Tenant tenant, MemoryId memory) throws Exception {
        for (var path : PATHS) {
            var body = path.endsWith("related") ? related(tenant, memory) : question(tenant, "relay");
            var started = System.nanoTime();
            var response = post(path, body);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
            assertThat(response.body()).contains("urn:memlog:problem:index-unavailable");
        }
    }

    private static void assertThatTheIndexIsUnavailable(Tenant tenant) {
        var index = application.getBean(ProjectionHandler.class);
        var change = new MemoryStored(memory(tenant, "a task", "{}"));
        List<Runnable> calls = List.of(
                index::probe,
                () -> index.currentVersions(Set.of(change.key())),
                () -> index.apply(List.of(change)),
                () -> index.reportStored(Map.of(change.key(), 1L)),
                () -> index.erase(Set.of(change.key())));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = calls.stream().map(threads::submit).toList();
            assertThat(running)
                    .allSatisfy(
                            call -> assertThatThrownBy(call::get).hasCauseInstanceOf(IndexUnavailableException.class));
        }
    }

    private static MemoryId store(Tenant tenant, String task) {
        var memory = memory(tenant, task, "{}");
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(IndexUnavailableException.class)
                .untilAsserted(
                        () -> application.getBean(ProjectionHandler.class).apply(List.of(new MemoryStored(memory))));
        return memory.id();
    }

    private static String question(Tenant tenant, String query) {
        return Json.mapper()
                .writeValueAsString(
                        new IndexQuery(query, tenant.userId(), tenant.projectId(), 5, 0, IndexFilters.NONE));
    }

    private static String related(Tenant tenant, MemoryId memory) {
        return Json.mapper().writeValueAsString(new RelatedQuery(memory, tenant.userId(), tenant.projectId(), 2, 5));
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private static URI uri(String path) {
        return URI.create("http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + path);
    }
}
