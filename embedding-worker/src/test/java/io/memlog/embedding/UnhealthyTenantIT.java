package io.memlog.embedding;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.contract.FaultyProxy;
import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.chroma.ChromaFixture;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole worker on real Kafka and real Chroma, where the collection of one tenant answers 503.
class UnhealthyTenantIT {

    private static final int MANY = 300;

    @TempDir
    private static Path data;

    private final Tenant unhealthy = Memories.someTenant();
    private final Tenant healthy = Memories.someTenant();

    @Test
    void a_5xx_for_the_collection_of_one_tenant_does_not_delay_the_others() throws Exception {
        try (var kafka = EmbeddedKafka.start(data);
                var provider = FakeProvider.start(WorkerFixture.DIMENSIONS);
                var chroma = new FaultyProxy(ChromaFixture.url());
                var worker = WorkerFixture.start(
                        provider,
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--memlog.chroma.url=" + chroma.url(),
                        "--memlog.consumer.failure.trial-interval=2s")) {
            var vectors = worker.getBean(VectorIndex.class);
            index(
                    kafka,
                    vectors,
                    Stream.concat(memories(unhealthy, 1).stream(), memories(healthy, 1).stream())
                            .toList());
            var baseline = index(kafka, vectors, memories(healthy, MANY));
            var collection = collectionOf(unhealthy);
            chroma.fail(
                    request ->
                            request.path().endsWith("/upsert") && request.path().contains(collection),
                    503);

            var failing = memories(unhealthy, 2 * MANY);
            kafka.send(failing.subList(0, MANY));
            var meanwhile = index(kafka, vectors, memories(healthy, MANY));
            kafka.send(failing.subList(MANY, 2 * MANY));
            var later = index(kafka, vectors, memories(healthy, MANY));
            System.out.printf(
                    "%d memories indexed in %d ms, while a tenant becomes unhealthy in %d ms, and later in %d ms%n",
                    MANY, baseline.toMillis(), meanwhile.toMillis(), later.toMillis());

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> deadLetters(kafka).size() == 2 * MANY);
            assertThat(deadLetters(kafka)).allSatisfy(deadLetter -> {
                assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.REASON))
                        .isEqualTo("index_unavailable");
                assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.RETRY_CLASS))
                        .isEqualTo("transient");
                assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.EXCEPTION_MESSAGE))
                        .contains("Chroma answered 503");
            });
            assertThat(vectors.currentVersions(keys(failing))).isEmpty();
            chroma.recover();
            await().atMost(Duration.ofSeconds(60))
                    .ignoreException(ConditionTimeoutException.class)
                    .untilAsserted(() -> {
                        var again = memories(unhealthy, 1);
                        kafka.send(again);
                        await().atMost(Duration.ofSeconds(3))
                                .until(() ->
                                        vectors.currentVersions(keys(again)).size() == 1);
                    });
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

    /// Sends changes and returns how long it takes until they are in the index.
    private static Duration index(EmbeddedKafka kafka, VectorIndex vectors, List<MemoryChange> changes)
            throws Exception {
        var start = Instant.now();
        kafka.send(changes);
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> vectors.currentVersions(keys(changes)).size() == changes.size());
        return Duration.between(start, Instant.now());
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(EmbeddedKafka kafka) {
        return kafka.read(Topic.deadLetters(Projection.VECTOR));
    }

    private static String collectionOf(Tenant tenant) throws IOException, InterruptedException {
        var collections = URI.create(ChromaFixture.url()
                + "/api/v2/tenants/default_tenant/databases/default_database/collections?limit=1000");
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(HttpRequest.newBuilder(collections).build(), BodyHandlers.ofString());
            for (var collection : Json.mapper().readTree(response.body())) {
                if (collection.path("metadata").path("user_id").asString("").equals(tenant.userId())) {
                    return collection.path("id").stringValue();
                }
            }
        }
        throw new AssertionError("no collection of " + tenant);
    }
}
