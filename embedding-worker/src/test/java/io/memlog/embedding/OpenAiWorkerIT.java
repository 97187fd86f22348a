package io.memlog.embedding;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.contract.Memories;
import io.memlog.consumer.contract.Projections;
import io.memlog.consumer.contract.RunningWorker;
import io.memlog.embedding.chroma.ChromaFixture;
import io.memlog.embedding.provider.FakeProvider;
import io.memlog.embedding.provider.FakeProvider.Reply;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The whole application with an OpenAI-compatible provider, on a real Chroma, without Kafka.
class OpenAiWorkerIT {

    private static final String KEY = "sk-secret-of-the-test";

    private static FakeProvider provider;
    private static RunningWorker worker;

    @BeforeAll
    static void start() {
        provider = FakeProvider.start(WorkerFixture.DIMENSIONS);
        worker = start("fake-1", WorkerFixture.DIMENSIONS);
    }

    @AfterAll
    static void stop() {
        worker.close();
        provider.close();
    }

    @BeforeEach
    void recover() {
        provider.recover();
    }

    @Test
    void a_memory_is_found_by_the_vectors_of_the_provider() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        store(tenant, "paint the buttons");

        var response = search(tenant, "the relay");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"hits\":[{\"memory_log_id\":" + stored);
        assertThat(worker.application().containsBean("onnxEmbedder")).isFalse();
    }

    @Test
    void a_memory_is_found_by_the_vectors_of_google() throws Exception {
        var tenant = Memories.someTenant();
        try (var google = new RunningWorker(WorkerFixture.start(
                "--memlog.consumer.enabled=false",
                "--spring.kafka.bootstrap-servers=false",
                "--memlog.chroma.url=" + ChromaFixture.url(),
                "--memlog.embedding.provider=google",
                "--memlog.embedding.google.url=" + provider.googleUrl(),
                "--memlog.embedding.google.api-key=" + KEY,
                "--memlog.embedding.google.dimensions=128"))) {
            var stored = google.store(memory(tenant, "tune the relay", "{}"));
            google.store(memory(tenant, "paint the buttons", "{}"));
            var query = new IndexQuery("the relay", tenant.userId(), tenant.projectId(), 5, 0, IndexFilters.NONE);

            var response = google.post("/internal/vector/search", Json.mapper().writeValueAsString(query));

            assertThat(response.body()).startsWith("{\"hits\":[{\"memory_log_id\":" + stored);
            assertThat(google.application().containsBean("onnxEmbedder")).isFalse();
        }
    }

    @Test
    void a_search_without_the_provider_answers_503_and_recovers_with_it() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        provider.respondWith(_ -> Reply.of(500));

        var response = search(tenant, "the relay once more");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).contains("urn:memlog:problem:index-unavailable", "the embedding provider");
        assertThat(worker.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(worker.get("/actuator/health/readiness").body())
                .contains("DEGRADED", "the embedding provider answered 500", provider.url());
        assertThatThrownBy(() -> worker.projection().probe()).isInstanceOf(IndexUnavailableException.class);

        provider.recover();

        assertThat(search(tenant, "the relay again").body()).contains("\"memory_log_id\":" + stored);
        assertThat(worker.get("/actuator/health/readiness").body())
                .contains("UP")
                .doesNotContain("DEGRADED");
        worker.projection().probe();
    }

    @Test
    void a_search_while_the_provider_hangs_answers_503_in_time() throws Exception {
        var never = new CountDownLatch(1);
        provider.respondWith(request -> {
            never.await();
            return provider.embed(request);
        });

        var response = search(Memories.someTenant(), "any memory");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("does not answer in time");
        never.countDown();
    }

    @Test
    void a_query_that_the_provider_rejects_answers_400() throws Exception {
        provider.respondWith(_ -> Reply.error(400, "no such language"));

        var response = search(Memories.someTenant(), "klingon");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("urn:memlog:problem:invalid-question", "no such language");
    }

    @ParameterizedTest
    @CsvSource({"fake-2,64", "fake-1,32"})
    void another_model_or_length_after_a_restart_is_rejected_with_the_command_to_rebuild(String model, int dimensions) {
        var change = new MemoryStored(memory(Memories.someTenant(), "tune the relay", "{}"));
        Projections.apply(worker.projection(), List.of(change));

        try (var restarted = start(model, dimensions)) {
            var index = restarted.projection();
            var uses = Stream.<Runnable>of(
                    () -> index.currentVersions(Set.of(change.key())), () -> Projections.apply(index, List.of(change)));

            assertThat(uses)
                    .allSatisfy(use -> assertThatThrownBy(use::run)
                            .isInstanceOf(IndexUnavailableException.class)
                            .hasMessageContaining("fake-1 (64)")
                            .hasMessageContaining(
                                    "POST /sync with {\"operation\":\"rebuild\",\"projection\":\"vector\"}"));
        }
    }

    @Test
    void the_provider_is_metered_and_its_key_never_shown() throws Exception {
        var tenant = Memories.someTenant();
        store(tenant, "tune the relay");
        search(tenant, "publishing");
        provider.respondWith(_ -> Reply.error(401, "Incorrect API key provided: " + KEY));
        var rejected = search(tenant, "publishing faster");

        var metrics = worker.get("/actuator/prometheus").body();
        var health = worker.get("/actuator/health").body();

        assertThat(metrics)
                .contains("memlog_embedding_requests_seconds_count{kind=\"passage\",outcome=\"answered\"}")
                .contains("memlog_embedding_requests_seconds_count{kind=\"query\",outcome=\"failed\"}")
                .contains("memlog_embedding_texts_total{kind=\"passage\"}")
                .contains("memlog_embedding_tokens_total{kind=\"query\"}")
                .contains("memlog_embedding_rate_limit_waits_seconds_count{kind=\"passage\"}")
                .contains("memlog_embedding_cache_hit_ratio");
        assertThat(health).contains("set memlog.embedding.openai.api-key to a valid key");
        assertThat(List.of(metrics, health, rejected.body()))
                .allSatisfy(text -> assertThat(text).doesNotContain(KEY));
    }

    private static RunningWorker start(String model, int dimensions) {
        return new RunningWorker(WorkerFixture.start(
                provider,
                "--memlog.consumer.enabled=false",
                "--spring.kafka.bootstrap-servers=false",
                "--memlog.chroma.url=" + ChromaFixture.url(),
                "--memlog.embedding.openai.model=" + model,
                "--memlog.embedding.openai.api-key=" + KEY,
                "--memlog.embedding.openai.dimensions=" + dimensions,
                "--memlog.embedding.openai.request-dimensions=true",
                "--memlog.embedding.openai.search-timeout=500ms"));
    }

    private static MemoryId store(Tenant tenant, String task) {
        return worker.store(memory(tenant, task, "{\"summary\": \"it is done\"}"));
    }

    private static HttpResponse<String> search(Tenant tenant, String text) throws Exception {
        var query = new IndexQuery(text, tenant.userId(), tenant.projectId(), 5, 0, IndexFilters.NONE);
        return worker.post("/internal/vector/search", Json.mapper().writeValueAsString(query));
    }
}
