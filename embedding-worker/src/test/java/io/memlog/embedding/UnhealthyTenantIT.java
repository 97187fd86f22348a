package io.memlog.embedding;

import static io.memlog.embedding.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedding.chroma.FaultProxy;
import io.memlog.embedding.chroma.SharedChroma;
import io.memlog.embedding.openai.FakeProvider;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole worker on real Kafka and real Chroma, where the collection of one tenant answers 503.
class UnhealthyTenantIT {

    private static final int MANY = 300;

    @TempDir
    private static Path data;

    private final Tenant troubled = Memories.someTenant();
    private final Tenant calm = Memories.someTenant();

    @Test
    void a_5xx_for_the_collection_of_one_tenant_leaves_the_others_running() throws Exception {
        try (var kafka = RealKafka.start(data);
                var provider = FakeProvider.start(64);
                var chroma = new FaultProxy(SharedChroma.url());
                var worker = worker(kafka, provider, chroma)) {
            var vectors = worker.getBean(VectorIndex.class);
            index(
                    kafka,
                    vectors,
                    Stream.concat(memories(troubled, 1).stream(), memories(calm, 1).stream())
                            .toList());
            var undisturbed = index(kafka, vectors, memories(calm, MANY));
            var collection = collectionOf(troubled);
            chroma.trouble(request -> request.writes() && request.path().contains(collection)
                    ? Optional.of(new FaultProxy.Answer(503, null))
                    : Optional.empty());

            var failing = memories(troubled, 2 * MANY);
            kafka.send(failing.subList(0, MANY));
            var beside = index(kafka, vectors, memories(calm, MANY));
            kafka.send(failing.subList(MANY, 2 * MANY));
            var later = index(kafka, vectors, memories(calm, MANY));
            System.out.printf(
                    "%d memories indexed in %d ms, beside a tenant that came into trouble in %d ms, and later in %d ms%n",
                    MANY, undisturbed.toMillis(), beside.toMillis(), later.toMillis());

            await().atMost(Duration.ofSeconds(60)).until(() -> letters(kafka).size() == 2 * MANY);
            assertThat(letters(kafka)).allSatisfy(letter -> {
                assertThat(RealKafka.header(letter, DeadLetterHeaders.REASON)).isEqualTo("index_unavailable");
                assertThat(RealKafka.header(letter, DeadLetterHeaders.EXCEPTION_MESSAGE))
                        .startsWith("Chroma answered 503");
                assertThat(RealKafka.header(letter, DeadLetterHeaders.ATTEMPTS)).isGreaterThan("1");
            });
            assertThat(vectors.currentVersions(keys(failing))).isEmpty();
            chroma.cure();
            index(kafka, vectors, memories(troubled, 1));
        }
    }

    private static List<MemoryChange> memories(Tenant tenant, int count) {
        return IntStream.range(0, count)
                .<MemoryChange>mapToObj(number -> new MemoryStored(memory(tenant, "task " + number, "{}")))
                .toList();
    }

    private static Set<MemoryKey> keys(List<MemoryChange> changes) {
        return changes.stream().map(MemoryChange::key).collect(Collectors.toSet());
    }

    /// Sends changes, and says how long it took until they were in the index.
    private static Duration index(RealKafka kafka, VectorIndex vectors, List<MemoryChange> changes) throws Exception {
        var start = Instant.now();
        kafka.send(changes);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> vectors.currentVersions(keys(changes)).size() == changes.size());
        return Duration.between(start, Instant.now());
    }

    private static List<ConsumerRecord<byte[], byte[]>> letters(RealKafka kafka) {
        return kafka.read(Topic.deadLetters(Projection.VECTOR));
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

    private static ConfigurableApplicationContext worker(RealKafka kafka, FakeProvider provider, FaultProxy chroma) {
        return new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(
                        "--server.port=0",
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--memlog.chroma.url=" + chroma.url(),
                        "--memlog.embedding.provider=openai",
                        "--memlog.embedding.openai.url=" + provider.url(),
                        "--memlog.embedding.openai.model=fake-1",
                        "--memlog.embedding.openai.dimensions=64");
    }
}
