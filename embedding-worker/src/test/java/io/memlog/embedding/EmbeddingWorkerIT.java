package io.memlog.embedding;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.consumer.contract.Memories;
import io.memlog.consumer.contract.RunningWorker;
import io.memlog.consumer.contract.WorkerHttpContract;
import io.memlog.embedded.ChromaServer;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexHits;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;

/// The whole application on a real Chroma, without Kafka.
class EmbeddingWorkerIT extends WorkerHttpContract {

    private static final String PATH = "/internal/vector/search";

    @TempDir
    private static Path data;

    private static Path folder;
    private static ChromaServer chroma;
    private static RunningWorker worker;

    @BeforeAll
    static void start() {
        folder = data.resolve("chroma");
        chroma = ChromaServer.start(folder, 0);
        worker = new RunningWorker(new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(
                        "--server.port=0",
                        "--memlog.http.internal-token=" + RunningWorker.TOKEN,
                        "--memlog.consumer.enabled=false",
                        "--spring.kafka.bootstrap-servers=false",
                        "--memlog.chroma.url=" + chroma.url(),
                        "--memlog.chroma.search-timeout=1s"));
    }

    @AfterAll
    static void stop() {
        worker.close();
        chroma.close();
    }

    @Override
    protected RunningWorker worker() {
        return worker;
    }

    @Override
    protected List<String> searchPaths() {
        return List.of(PATH);
    }

    @Override
    protected Duration maxSearchTime() {
        return Duration.ofSeconds(2);
    }

    @Override
    protected String statusWithStore() {
        return "{\"projection\":\"vector\","
                + "\"consumer\":{\"state\":\"stopped\",\"lag\":null,\"reason\":null,\"since\":null},"
                + "\"store\":{\"name\":\"chroma\",\"state\":\"up\",\"reason\":null}}";
    }

    @Override
    protected String statusWithoutStore() {
        return "{\"name\":\"chroma\",\"state\":\"down\",\"reason\":\"Chroma does not answer\"}";
    }

    @Override
    protected String storeAddress() {
        return chroma.url();
    }

    @Override
    protected void stopStore() {
        chroma.close();
    }

    @Override
    protected void startStore() {
        chroma = ChromaServer.start(folder, chroma.port());
    }

    @Test
    void a_stored_memory_is_found_over_http() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant);

        var response = search(tenant, "how was publishing made faster?");

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
    void a_chroma_that_lost_its_data_takes_memories_again() throws Exception {
        var tenant = Memories.someTenant();
        store(tenant);
        search(tenant, "publishing");
        stopStore();
        folder = data.resolve("another");
        startStore();

        assertThat(search(tenant, "publishing").body()).isEqualTo("{\"hits\":[]}");
        var again = store(tenant);
        assertThat(search(tenant, "publishing").body()).contains("\"memory_log_id\":" + again);
    }

    @Test
    void the_model_the_cache_and_chroma_are_metered() throws Exception {
        var tenant = Memories.someTenant();
        store(tenant);
        search(tenant, "publishing");

        assertThat(worker.get("/actuator/prometheus").body())
                .contains("memlog_embedding_duration_seconds_count{kind=\"passage\"")
                .contains("memlog_embedding_duration_seconds_count{kind=\"query\"")
                .contains("memlog_embedding_cache_hit_ratio")
                .contains("cache_gets_total{cache=\"embeddings\",result=\"hit\"")
                .contains("memlog_vector_write_duration_seconds_count{operation=\"store\"")
                .contains("memlog_vector_search_duration_seconds_count{outcome=\"answered\"")
                .contains("/collections/{id}/query");
    }

    private static MemoryId store(Tenant tenant) {
        return worker.store(memory(tenant, "tune the relay", "{\"summary\": \"messages go out in batches now\"}"));
    }

    private static HttpResponse<String> search(Tenant tenant, String text) throws Exception {
        return worker.post(PATH, query(tenant, text));
    }
}
