package io.memlog.embedding;

import static io.memlog.embedding.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedding.chroma.Proxy;
import io.memlog.embedding.chroma.SharedChroma;
import io.memlog.embedding.provider.FakeProvider;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole worker on real Kafka and real Chroma, where the collection of one tenant answers 503.
class TroubledTenantIT {

    private static final int MANY = 300;

    @TempDir
    private static Path data;

    private final Tenant troubled = Memories.someTenant();
    private final Tenant calm = Memories.someTenant();

    @Test
    void a_5xx_for_the_collection_of_one_tenant_leaves_the_others_running() throws Exception {
        try (var kafka = RealKafka.start(data);
                var provider = FakeProvider.start(64);
                var chroma = new Proxy(SharedChroma.url());
                var worker = worker(kafka, provider, chroma)) {
            var vectors = worker.getBean(VectorIndex.class);
            var first = memories(troubled, 1);
            first.addAll(memories(calm, 1));
            kafka.send(first);
            awaitIndexed(vectors, first);
            var collection = collectionOf(troubled);
            chroma.trouble(request -> request.writes() && request.path().contains(collection)
                    ? Optional.of(new Proxy.Answer(503, null))
                    : Optional.empty());

            var failing = memories(troubled, MANY);
            var others = memories(calm, MANY);
            kafka.send(failing.subList(0, MANY / 2));
            kafka.send(others);
            kafka.send(failing.subList(MANY / 2, MANY));
            awaitIndexed(vectors, others);

            await().atMost(Duration.ofSeconds(60)).until(() -> letters(kafka).size() == MANY);
            assertThat(letters(kafka)).containsOnly("index_unavailable");
            assertThat(vectors.versionsOf(keys(failing))).isEmpty();
            chroma.cure();
            var later = memories(troubled, 1);
            kafka.send(later);
            awaitIndexed(vectors, later);
        }
    }

    private static List<MemoryChange> memories(Tenant tenant, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new MemoryStored(memory(tenant, "task " + number, "{}")))
                .collect(Collectors.toList());
    }

    private static Set<MemoryKey> keys(List<MemoryChange> changes) {
        return changes.stream().map(MemoryChange::key).collect(Collectors.toSet());
    }

    private static void awaitIndexed(VectorIndex vectors, List<MemoryChange> changes) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> vectors.versionsOf(keys(changes)).size() == changes.size());
    }

    /// The reasons of all dead letters.
    private static List<String> letters(RealKafka kafka) {
        return kafka.read(Topic.deadLetters(Projection.VECTOR)).stream()
                .map(letter -> RealKafka.header(letter, DeadLetterHeaders.REASON))
                .toList();
    }

    private static String collectionOf(Tenant tenant) throws IOException, InterruptedException {
        var collections = URI.create(SharedChroma.url()
                + "/api/v2/tenants/default_tenant/databases/default_database/collections?limit=1000");
        try (var http = HttpClient.newHttpClient()) {
            var answer = http.send(HttpRequest.newBuilder(collections).build(), BodyHandlers.ofString());
            for (var collection : Json.mapper().readTree(answer.body())) {
                if (collection.path("metadata").path("user_id").asString("").equals(tenant.userId())) {
                    return collection.path("id").stringValue();
                }
            }
        }
        throw new AssertionError("no collection of " + tenant);
    }

    private static ConfigurableApplicationContext worker(RealKafka kafka, FakeProvider provider, Proxy chroma) {
        return new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(
                        "--server.port=0",
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--memlog.chroma.url=" + chroma.url(),
                        "--memlog.embedding.provider=http",
                        "--memlog.embedding.http.url=" + provider.url(),
                        "--memlog.embedding.http.model=fake-1",
                        "--memlog.embedding.http.dimensions=64");
    }
}
