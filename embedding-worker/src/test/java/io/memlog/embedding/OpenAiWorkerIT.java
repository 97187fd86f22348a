package io.memlog.embedding;

import static io.memlog.embedding.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.ProjectionHandler;
import io.memlog.embedding.chroma.SharedChroma;
import io.memlog.embedding.openai.FakeProvider;
import io.memlog.embedding.openai.FakeProvider.Reply;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
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
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole application with a provider over HTTP, on a real Chroma, without Kafka.
class OpenAiWorkerIT {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String KEY = "sk-secret-of-the-test";

    private static FakeProvider provider;
    private static ConfigurableApplicationContext application;

    @BeforeAll
    static void start() {
        provider = FakeProvider.start(64);
        application = worker("fake-1", 64);
    }

    @AfterAll
    static void stop() {
        application.close();
        provider.close();
    }

    @BeforeEach
    void recover() {
        provider.recover();
    }

    @Test
    void a_memory_is_found_by_what_the_provider_makes_of_it() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        store(tenant, "paint the buttons");

        var response = search(tenant, "the relay");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).startsWith("{\"hits\":[{\"memory_log_id\":" + stored);
        assertThat(application.containsBean("onnxEmbedder")).isFalse();
    }

    @Test
    void a_search_says_that_the_provider_is_away_and_is_well_again_with_it() throws Exception {
        var tenant = Memories.someTenant();
        var stored = store(tenant, "tune the relay");
        provider.behave(_ -> Reply.of(500));

        var response = search(tenant, "the relay once more");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
        assertThat(response.body()).contains("urn:memlog:problem:index-unavailable", "the embedding provider");
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/readiness").body())
                .contains("DEGRADED", "the embedding provider answered 500", provider.url());
        assertThatThrownBy(() -> application.getBean(ProjectionHandler.class).probe())
                .isInstanceOf(IndexUnavailableException.class);

        provider.recover();

        assertThat(search(tenant, "the relay again").body()).contains("\"memory_log_id\":" + stored);
        assertThat(get("/actuator/health/readiness").body()).contains("UP").doesNotContain("DEGRADED");
        application.getBean(ProjectionHandler.class).probe();
    }

    @Test
    void a_search_answers_in_time_while_the_provider_hangs() throws Exception {
        var never = new CountDownLatch(1);
        provider.behave(request -> {
            never.await();
            return provider.embed(request);
        });

        var response = search(Memories.someTenant(), "does anybody hear me");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("does not answer in time");
        never.countDown();
    }

    @Test
    void a_question_that_the_provider_refuses_is_not_a_fault_of_ours() throws Exception {
        provider.behave(_ -> Reply.error(400, "no such language"));

        var response = search(Memories.someTenant(), "klingon");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("urn:memlog:problem:invalid-question", "no such language");
    }

    @ParameterizedTest
    @CsvSource({"fake-2,64", "fake-1,32"})
    void another_model_or_length_after_a_restart_is_refused_and_the_way_out_is_named(String model, int dimensions) {
        var change = new MemoryStored(memory(Memories.someTenant(), "tune the relay", "{}"));
        application.getBean(ProjectionHandler.class).apply(List.of(change));

        try (var restarted = worker(model, dimensions)) {
            var index = restarted.getBean(ProjectionHandler.class);
            var uses = Stream.<Runnable>of(
                    () -> index.currentVersions(Set.of(change.key())), () -> index.apply(List.of(change)));

            assertThat(uses)
                    .allSatisfy(use -> assertThatThrownBy(use::run)
                            .isInstanceOf(IndexUnavailableException.class)
                            .hasMessageContaining("fake-1 (64)")
                            .hasMessageContaining(
                                    "POST /sync with {\"operation\":\"rebuild\",\"projection\":\"vector\"}"));
        }
    }

    @Test
    void operators_see_how_the_provider_is_doing_and_nobody_sees_the_key() throws Exception {
        var tenant = Memories.someTenant();
        store(tenant, "tune the relay");
        search(tenant, "publishing");
        provider.behave(_ -> Reply.error(401, "Incorrect API key provided: " + KEY));
        var refused = search(tenant, "publishing faster");

        var metrics = get("/actuator/prometheus").body();
        var health = get("/actuator/health").body();

        assertThat(metrics)
                .contains("memlog_embedding_requests_seconds_count{kind=\"passage\",outcome=\"answered\"}")
                .contains("memlog_embedding_requests_seconds_count{kind=\"query\",outcome=\"failed\"}")
                .contains("memlog_embedding_texts_total{kind=\"passage\"}")
                .contains("memlog_embedding_tokens_total{kind=\"query\"}")
                .contains("memlog_embedding_rate_limit_waits_seconds_count{kind=\"passage\"}")
                .contains("memlog_embedding_cache_hit_ratio");
        assertThat(health).contains("set memlog.embedding.openai.api-key to a key that it takes");
        assertThat(List.of(metrics, health, refused.body()))
                .allSatisfy(text -> assertThat(text).doesNotContain(KEY));
    }

    private static ConfigurableApplicationContext worker(String model, int dimensions) {
        return new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(
                        "--server.port=0",
                        "--memlog.consumer.enabled=false",
                        "--spring.kafka.bootstrap-servers=false",
                        "--memlog.chroma.url=" + SharedChroma.url(),
                        "--memlog.embedding.provider=openai",
                        "--memlog.embedding.openai.url=" + provider.url(),
                        "--memlog.embedding.openai.model=" + model,
                        "--memlog.embedding.openai.api-key=" + KEY,
                        "--memlog.embedding.openai.dimensions=" + dimensions,
                        "--memlog.embedding.openai.request-dimensions=true",
                        "--memlog.embedding.openai.search-timeout=500ms");
    }

    private static MemoryId store(Tenant tenant, String task) {
        var memory = memory(tenant, task, "{\"summary\": \"it is done\"}");
        application.getBean(ProjectionHandler.class).apply(List.of(new MemoryStored(memory)));
        return memory.id();
    }

    private static HttpResponse<String> search(Tenant tenant, String question)
            throws IOException, InterruptedException {
        var query = new IndexQuery(question, tenant.userId(), tenant.projectId(), 5, 0, IndexFilters.NONE);
        return HTTP.send(
                HttpRequest.newBuilder(uri("/internal/vector/search"))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(Json.mapper().writeValueAsString(query)))
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
