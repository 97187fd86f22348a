package io.memlog.embedding;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.ConsumerStatus;
import io.memlog.consumer.contract.FaultyProxy;
import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.chroma.ChromaFixture;
import io.memlog.embedding.provider.FakeProvider;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole worker on real Kafka and real Chroma, which rejects every record, as after a broken release.
@Tag("long")
class SystematicRejectionIT {

    private static final int EVENTS = 10_000;
    private static final int MAX_DEAD_LETTERS = 48;

    @TempDir
    private static Path data;

    @Test
    void ten_thousand_events_that_are_all_rejected_pause_the_worker_and_are_indexed_after_the_fix() throws Exception {
        var tenants = Stream.generate(Memories::someTenant).limit(10).toList();
        var changes = IntStream.range(0, EVENTS)
                .<MemoryChange>mapToObj(
                        number -> new MemoryStored(memory(tenants.get(number % 10), "task " + number, "{}")))
                .toList();
        try (var kafka = EmbeddedKafka.start(data);
                var provider = FakeProvider.start(WorkerFixture.DIMENSIONS);
                var chroma = new FaultyProxy(ChromaFixture.url());
                var worker = WorkerFixture.start(
                        provider,
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--memlog.chroma.url=" + chroma.url())) {
            var vectors = worker.getBean(VectorIndex.class);
            var status = worker.getBean(ConsumerStatus.class);
            chroma.fail(
                    request ->
                            request.path().endsWith("/upsert") && request.body().contains("task "),
                    422);

            kafka.send(changes);
            await().atMost(Duration.ofSeconds(60)).until(() -> status.pause().isPresent());
            await().during(Duration.ofSeconds(60))
                    .atMost(Duration.ofSeconds(70))
                    .until(() -> status.pause().isPresent());
            var reason = status.pause().orElseThrow().reason();
            var deadLetters = deadLetters(kafka);
            System.out.printf("%d of %d events became dead letters; paused: %s%n", deadLetters.size(), EVENTS, reason);

            assertThat(reason).startsWith("more than 20 memories of several tenants failed");
            assertThat(deadLetters).hasSizeLessThanOrEqualTo(MAX_DEAD_LETTERS);
            chroma.recover();
            var expected = keys(changes).stream()
                    .filter(key -> !deadLetters.contains(key.id().toString()))
                    .collect(Collectors.toSet());
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> vectors.currentVersions(expected).size() == expected.size());
            assertThat(deadLetters(kafka)).hasSameSizeAs(deadLetters);
        }
    }

    private static Set<MemoryKey> keys(List<MemoryChange> changes) {
        return changes.stream().map(MemoryChange::key).collect(Collectors.toSet());
    }

    /// The memory ids of all dead letters.
    private static Set<String> deadLetters(EmbeddedKafka kafka) {
        return kafka.read(Topic.deadLetters(Projection.VECTOR)).stream()
                .map(deadLetter -> EmbeddedKafka.text(deadLetter.key()))
                .collect(Collectors.toSet());
    }
}
