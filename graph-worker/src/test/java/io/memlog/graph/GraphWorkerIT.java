package io.memlog.graph;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.contract.Memories;
import io.memlog.consumer.contract.RunningWorker;
import io.memlog.consumer.contract.WorkerHttpContract;
import io.memlog.graph.neo4j.FaultProxy;
import io.memlog.graph.neo4j.SharedNeo4j;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.RelatedQuery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// The whole application on a real Neo4j, without Kafka.
class GraphWorkerIT extends WorkerHttpContract {

    private static final List<String> SEARCH_PATHS = List.of("/internal/text/search", "/internal/graph/search");
    private static final String RELATED_PATH = "/internal/graph/related";

    private static FaultProxy proxy;
    private static RunningWorker worker;

    @BeforeAll
    static void start() {
        proxy = new FaultProxy(SharedNeo4j.uri());
        worker = new RunningWorker(new SpringApplicationBuilder(GraphWorker.class)
                .properties("spring.config.name=graph-worker")
                .run(
                        "--server.port=0",
                        "--memlog.http.internal-token=" + RunningWorker.TOKEN,
                        "--memlog.consumer.enabled=false",
                        "--spring.kafka.bootstrap-servers=false",
                        "--memlog.neo4j.uri=" + proxy.uri(),
                        "--memlog.neo4j.search-timeout=2s",
                        "--memlog.neo4j.index-timeout=4s"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> worker.get("/actuator/health/readiness").body().contains("\"status\":\"UP\"")
                        && !worker.get("/actuator/health/readiness").body().contains("DEGRADED"));
        await().atMost(Duration.ofMinutes(1)).until(GraphWorkerIT::hasPlannedEveryQuery);
    }

    /// The first query of each kind takes longer than the limit on a busy machine.
    private static boolean hasPlannedEveryQuery() throws Exception {
        var unknown = Memories.someTenant();
        for (var path : SEARCH_PATHS) {
            if (worker.post(path, query(unknown, "anything")).statusCode() != 200) {
                return false;
            }
        }
        return worker.post(RELATED_PATH, related(unknown, Memories.someId())).statusCode() == 200;
    }

    @AfterAll
    static void stop() {
        worker.close();
        proxy.close();
    }

    @Override
    protected RunningWorker worker() {
        return worker;
    }

    @Override
    protected List<String> searchPaths() {
        return SEARCH_PATHS;
    }

    @Override
    protected Duration maxSearchTime() {
        return Duration.ofSeconds(3);
    }

    @Override
    protected String statusWithStore() {
        return "{\"projection\":\"graph\","
                + "\"consumer\":{\"state\":\"stopped\",\"lag\":null,\"reason\":null,\"since\":null},"
                + "\"store\":{\"name\":\"neo4j\",\"state\":\"up\",\"reason\":null}}";
    }

    @Override
    protected String statusWithoutStore() {
        return "\"name\":\"neo4j\",\"state\":\"down\"";
    }

    @Override
    protected String storeAddress() {
        return proxy.uri().toString();
    }

    @Override
    protected void stopStore() {
        proxy.cut();
    }

    @Override
    protected void startStore() {
        proxy.restore();
    }

    @Test
    void stored_memories_are_found_over_http() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the OutboxRelay");
        var other = store(tenant, "break the OutboxRelay");

        for (var path : SEARCH_PATHS) {
            var response = worker.post(path, query(tenant, "OutboxRelay"));
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
                        worker.post(RELATED_PATH, related(tenant, stored)).body())
                .contains(
                        "{\"memory_log_id\":" + other + ",\"task\":\"break the OutboxRelay\",\"via\":[\"OutboxRelay\"")
                .contains("{\"type\":\"identifier\",\"name\":\"OutboxRelay\",\"relation\":\"mentions\"}"));
        assertThat(worker.get("/actuator/prometheus").body())
                .contains("memlog_graph_search_duration_seconds_count{kind=\"text\",outcome=\"answered\"}")
                .contains("memlog_graph_write_duration_seconds_count{operation=\"store\"}")
                .contains("memlog_graph_entities_sum");
    }

    @Test
    void an_unknown_memory_has_no_related_memories_and_no_entities() throws Exception {
        assertThat(worker.post(RELATED_PATH, related(Memories.someTenant(), Memories.someId()))
                        .body())
                .isEqualTo("{\"memories\":[],\"entities\":[]}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"user_id": "u", "project_id": "p", "depth": 1, "limit": 5}
            {"memory_log_id": 0, "user_id": "u", "project_id": "p", "depth": 1, "limit": 5}
            {"memory_log_id": 1, "project_id": "p", "depth": 1, "limit": 5}
            {"memory_log_id": 1, "user_id": " ", "project_id": "p", "depth": 1, "limit": 5}
            {"memory_log_id": 1, "user_id": "u", "depth": 1, "limit": 5}
            {"memory_log_id": 1, "user_id": "u", "project_id": "p", "depth": 4, "limit": 5}
            {"memory_log_id": 1, "user_id": "u", "project_id": "p", "depth": 0, "limit": 5}
            {"memory_log_id": 1, "user_id": "u", "project_id": "p", "depth": 1, "limit": 0}
            {"memory_log_id": 1, "user_id": "u", "project_id": "p", "depth": 1, "limit": 10001}
            {"memory_log_id":
            []
            null
            ''
            """)
    void an_incomplete_query_for_related_memories_is_rejected_with_400(String body) throws Exception {
        var response = worker.post(RELATED_PATH, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("urn:memlog:problem:invalid-question");
    }

    @Test
    void without_neo4j_related_memories_are_unavailable() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        proxy.cut();

        assertSearchUnavailable(RELATED_PATH, related(tenant, stored));

        proxy.restore();
    }

    @Test
    void a_neo4j_that_hangs_fails_fast() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        proxy.silence(true);

        for (var path : SEARCH_PATHS) {
            assertSearchUnavailable(path, query(tenant, "relay"));
        }
        assertSearchUnavailable(RELATED_PATH, related(tenant, stored));
        assertProjectionUnavailable();

        proxy.silence(false);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> worker.post(SEARCH_PATHS.getFirst(), query(tenant, "relay"))
                        .body()
                        .contains("" + stored));
    }

    private static MemoryId store(Tenant tenant, String task) {
        return worker.store(memory(tenant, task, "{}"));
    }

    private static String related(Tenant tenant, MemoryId memory) {
        return Json.mapper().writeValueAsString(new RelatedQuery(memory, tenant.userId(), tenant.projectId(), 2, 5));
    }
}
