package io.memlog.embedding;

import static io.memlog.embedding.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.embedded.ChromaServer;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexHits;
import io.memlog.schemas.search.IndexQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole application on a real Chroma, without Kafka.
class EmbeddingWorkerIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private static Path data;

    private static ChromaServer chroma;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        chroma = ChromaServer.start(data.resolve("chroma"), 0);
        application = new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(
                        "--server.port=0",
                        "--memlog.consumer.enabled=false",
                        "--spring.kafka.bootstrap-servers=false",
                        "--memlog.chroma.url=" + chroma.url(),
                        "--memlog.chroma.search-timeout=1s");
    }

    @AfterAll
    static void stop() {
        application.close();
        chroma.close();
    }

    @Test
    void a_memory_is_found_over_http_as_the_contract_says() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");

        var response = search(question(tenant, "how was publishing made faster?"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"memory_log_id\":" + stored).contains("\"distance\":0.");
        var hit =
                Json.mapper().readValue(response.body(), IndexHits.class).hits().getFirst();
        assertThat(hit.memory()).isEqualTo(stored);
        assertThat(hit.version()).isEqualTo(1);
        assertThat(hit.document()).startsWith("tune the relay");
        assertThat(hit.distance())
                .isNotNull()
                .satisfies(distance -> assertThat(hit.score()).isEqualTo(1 - distance / 2));
    }

    @Test
    void a_tenant_that_nobody_knows_has_no_hits() throws Exception {
        assertThat(search(question(Memories.someTenant(), "anything")).body()).isEqualTo("{\"hits\":[]}");
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
                "{\"query\":\"x\",\"user_id\":\"u\",\"project_id\":\"p\",\"limit\":5,\"min_similarity\":7}",
                "{\"query\":",
                "[]",
                "null",
                ""
            })
    void a_question_without_a_tenant_or_a_sense_is_refused(String body) throws Exception {
        var response = search(body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.body()).contains("urn:memlog:problem:invalid-question");
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
    void without_chroma_a_search_says_so_quickly_and_all_is_well_again_when_it_is_back() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        var port = chroma.port();
        chroma.close();

        var started = System.nanoTime();
        var response = search(question(tenant, "anything"));

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(2));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("5");
        assertThat(response.body()).contains("urn:memlog:problem:index-unavailable");
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        await().untilAsserted(() -> assertThat(get("/actuator/health/readiness").body())
                .contains("DEGRADED")
                .contains(chroma.url()));
        assertThat(get("/internal/status").body())
                .contains("{\"name\":\"chroma\",\"state\":\"down\",\"reason\":\"Chroma does not answer\"}");
        assertIndexUnavailable(tenant);
        assertThat(get("/internal/inventory/tenants").statusCode()).isEqualTo(503);
        assertThat(post("/internal/inventory", "{\"user_id\":\"u\",\"project_id\":\"p\",\"above\":0}")
                        .body())
                .contains("urn:memlog:problem:index-unavailable");

        chroma = ChromaServer.start(data.resolve("chroma"), port);

        assertThat(search(question(tenant, "publishing")).body()).contains("\"memory_log_id\":" + stored);
        await().untilAsserted(() -> assertThat(get("/actuator/health/readiness").body())
                .contains("UP")
                .doesNotContain("DEGRADED"));
    }

    @Test
    void chroma_that_lost_its_data_is_filled_again() throws Exception {
        var tenant = Memories.someTenant();
        store(tenant, "tune the relay");
        search(question(tenant, "publishing"));
        var port = chroma.port();
        chroma.close();
        chroma = ChromaServer.start(data.resolve("another"), port);

        assertThat(search(question(tenant, "publishing")).body()).isEqualTo("{\"hits\":[]}");
        var again = store(tenant, "tune the relay");
        assertThat(search(question(tenant, "publishing")).body()).contains("\"memory_log_id\":" + again);
    }

    @Test
    void a_worker_that_only_searches_says_so_and_how_its_store_is_doing() throws Exception {
        assertThat(get("/internal/status").body())
                .isEqualTo("{\"projection\":\"vector\","
                        + "\"consumer\":{\"state\":\"stopped\",\"lag\":null,\"reason\":null,\"since\":null},"
                        + "\"store\":{\"name\":\"chroma\",\"state\":\"up\",\"reason\":null}}");
    }

    @Test
    void operators_see_how_the_model_the_cache_and_chroma_are_doing() throws Exception {
        var tenant = Memories.someTenant();
        store(tenant, "tune the relay");
        search(question(tenant, "publishing"));

        assertThat(get("/actuator/prometheus").body())
                .contains("memlog_embedding_duration_seconds_count{kind=\"passage\"")
                .contains("memlog_embedding_duration_seconds_count{kind=\"query\"")
                .contains("memlog_embedding_cache_hit_ratio")
                .contains("cache_gets_total{cache=\"embeddings\",result=\"hit\"")
                .contains("memlog_vector_write_duration_seconds_count{operation=\"store\"")
                .contains("memlog_vector_search_duration_seconds_count{outcome=\"answered\"")
                .contains("/collections/{id}/query");
    }

    private static MemoryId store(Tenant tenant, String task) {
        var memory = memory(tenant, task, "{\"summary\": \"messages go out in batches now\"}");
        application.getBean(ProjectionHandler.class).apply(List.of(new MemoryStored(memory)));
        return memory.id();
    }

    private static void assertIndexUnavailable(Tenant tenant) {
        var index = application.getBean(ProjectionHandler.class);
        var change = new MemoryStored(memory(tenant, "a task", "{}"));
        List<Runnable> calls = List.of(
                index::probe,
                () -> index.currentVersions(Set.of(change.key())),
                () -> index.apply(List.of(change)),
                () -> index.purge(Set.of(change.key())));
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(call::run).isInstanceOf(IndexUnavailableException.class));
    }

    private static String question(Tenant tenant, String query) {
        return Json.mapper()
                .writeValueAsString(
                        new IndexQuery(query, tenant.userId(), tenant.projectId(), 5, 0, IndexFilters.NONE));
    }

    private static HttpResponse<String> search(String body) throws IOException, InterruptedException {
        return post("/internal/vector/search", body);
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
