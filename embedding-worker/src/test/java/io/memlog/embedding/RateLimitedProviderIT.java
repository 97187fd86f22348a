package io.memlog.embedding;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.chroma.ChromaFixture;
import io.memlog.embedding.provider.FakeProvider;
import io.memlog.embedding.provider.FakeRateLimit;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/// The whole worker on real Kafka and real Chroma, with a provider that limits the rate and no cache. Prints
/// the throughput as a share of what the provider allows.
class RateLimitedProviderIT {

    private static final int BATCH = 8;
    private static final double REQUESTS_PER_SECOND = 5;

    @TempDir
    private static Path data;

    private static EmbeddedKafka kafka;

    private final FakeProvider provider = FakeProvider.start(WorkerFixture.DIMENSIONS);
    private final FailureRecorder failures = new FailureRecorder();

    @BeforeAll
    static void start() {
        kafka = EmbeddedKafka.start(data);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void ten_seconds_of_429_use_up_no_attempt_and_lose_no_memory() throws Exception {
        drain("pauses in place", 10, 1, "10s");
    }

    @Test
    @Tag("long")
    void a_minute_of_429_uses_up_no_attempt_and_loses_no_memory() throws Exception {
        drain("pauses in place", 60, 1, "10s");
    }

    @Test
    @Tag("long")
    void a_minute_of_429_with_pauses_of_the_consumer_uses_up_no_attempt_and_loses_no_memory() throws Exception {
        drain("pauses of the consumer", 60, 1, "900ms");
    }

    @Test
    @Tag("long")
    void two_minutes_of_429_with_long_pauses_use_up_no_attempt_and_lose_no_memory() throws Exception {
        drain("long pauses, of the consumer", 120, 20, "10s");
    }

    /// @param seconds    duration of the work at the allowed rate
    /// @param window     how many seconds' worth of requests pass at once, then none for as long
    /// @param maxElapsed how long a write pauses itself
    private void drain(String what, int seconds, int window, String maxElapsed) throws Exception {
        var texts = (int) (seconds * REQUESTS_PER_SECOND * BATCH);
        var limit = new FakeRateLimit(provider::embed, REQUESTS_PER_SECOND, window * REQUESTS_PER_SECOND, window);
        provider.respondWith(limit);
        var tenants = List.of(Memories.someTenant(), Memories.someTenant(), Memories.someTenant());
        var changes = IntStream.range(0, texts)
                .mapToObj(i -> new MemoryStored(memory(tenants.get(i % 3), "task number " + i, "{}")))
                .toList();
        var keys = changes.stream().map(MemoryChange::key).collect(Collectors.toSet());

        try (var worker = worker(maxElapsed)) {
            kafka.send(changes);
            await().atMost(Duration.ofSeconds(60 + 10L * seconds))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> applied(worker) == texts);
            System.out.printf(
                    "%s: %d texts in %.1f s, %.0f %% of what is allowed, 429 %d times%n",
                    what, texts, limit.seconds(), 100 * limit.used(), limit.rejections());

            assertThat(limit.rejections()).isPositive();
            assertThat(kafka.read(Topic.deadLetters(Projection.VECTOR))).isEmpty();
            assertThat(failures.seen).isEmpty();
            assertThat(versions(worker, keys)).isEqualTo(keys);
            assertThat(provider.embedded()).hasSize(texts);
        }
    }

    private static double applied(ConfigurableApplicationContext worker) {
        var counter = worker.getBean(MeterRegistry.class)
                .find("memlog.consumer.applied")
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private static Set<MemoryKey> versions(ConfigurableApplicationContext worker, Set<MemoryKey> keys) {
        return worker.getBean(VectorIndex.class).currentVersions(keys).keySet();
    }

    private ConfigurableApplicationContext worker(String maxElapsed) {
        return WorkerFixture.start(
                context -> ((GenericApplicationContext) context).registerBean(FailureRecorder.class, () -> failures),
                provider,
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--memlog.chroma.url=" + ChromaFixture.url(),
                "--memlog.embedding.cache.enabled=false",
                "--memlog.embedding.openai.batch-size=" + BATCH,
                "--memlog.embedding.openai.max-elapsed=" + maxElapsed);
    }
}
