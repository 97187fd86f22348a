package io.memlog.embedding;

import static io.memlog.consumer.contract.Memories.memory;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.contract.FaultyProxy;
import io.memlog.embedding.chroma.ChromaFixture;
import io.memlog.embedding.provider.FakeProvider;
import io.memlog.embedding.provider.FakeProvider.Reply;
import io.memlog.embedding.vectors.VectorIndex;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole worker on real Kafka and real Chroma, where one message of a hundred is rejected.
class RejectedContentIT {

    private static final String MARKER = "a-rejected-word";

    @TempDir
    private static Path data;

    private static EmbeddedKafka kafka;

    private final FakeProvider provider = FakeProvider.start(WorkerFixture.DIMENSIONS);
    private final MemoryStored rejected =
            new MemoryStored(memory("a task", "{\"summary\": \"it contains " + MARKER + " somewhere\"}"));
    private final List<MemoryStored> changes = new ArrayList<>(IntStream.range(0, 99)
            .mapToObj(i -> new MemoryStored(memory(rejected.key().tenant(), "task number " + i, "{}")))
            .toList());

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

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void a_record_that_chroma_rejects_is_one_dead_letter_and_its_neighbours_are_indexed(int status) throws Exception {
        try (var chroma = new FaultyProxy(ChromaFixture.url());
                var worker = worker(chroma.url())) {
            chroma.fail(
                    request ->
                            request.path().endsWith("/upsert") && request.body().contains(MARKER),
                    status);
            send();

            assertRejected(worker, "Chroma rejected the records");
        }
    }

    @Test
    void a_text_that_the_provider_rejects_is_one_dead_letter_and_its_neighbours_are_indexed() throws Exception {
        provider.respondWith(request -> request.input().stream().anyMatch(text -> text.contains(MARKER))
                ? Reply.error(400, "not allowed: it contains " + MARKER)
                : provider.embed(request));
        try (var worker = worker(ChromaFixture.url())) {
            send();

            assertRejected(worker, "the embedding provider rejects a text: it answered 400");
        }
    }

    @Test
    void an_undecodable_message_is_one_unchanged_dead_letter_and_its_neighbours_are_indexed() throws Exception {
        var id = rejected.key().id().toString();
        var unreadable = new ProducerRecord<>(Topic.EVENTS.name(), id.getBytes(UTF_8), new byte[] {'{', 0, -1});
        unreadable.headers().add("x-sent-by", "another sender".getBytes(UTF_8));
        try (var worker = worker(ChromaFixture.url())) {
            kafka.send(changes.subList(0, 57));
            kafka.sendRaw(List.of(unreadable));
            kafka.send(changes.subList(57, 99));

            var deadLetter = awaitDeadLetter(worker);

            assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.REASON))
                    .isEqualTo("undecodable");
            assertThat(EmbeddedKafka.header(deadLetter, "x-sent-by")).isEqualTo("another sender");
            assertThat(deadLetter.value()).isEqualTo(unreadable.value());
        }
    }

    private void send() throws Exception {
        changes.add(57, rejected);
        kafka.send(changes);
    }

    private void assertRejected(ConfigurableApplicationContext worker, String message) {
        var deadLetter = awaitDeadLetter(worker);

        assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.REASON)).isEqualTo("content_refused");
        assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("1");
        assertThat(EmbeddedKafka.header(deadLetter, DeadLetterHeaders.EXCEPTION_MESSAGE))
                .isEqualTo(message)
                .doesNotContain(MARKER);
        assertThat(worker.getBean(VectorIndex.class).currentVersions(Set.of(rejected.key())))
                .isEmpty();
    }

    /// Waits until all others are in the index.
    private ConsumerRecord<byte[], byte[]> awaitDeadLetter(ConfigurableApplicationContext worker) {
        var keys = changes.stream()
                .filter(change -> !change.equals(rejected))
                .map(MemoryChange::key)
                .collect(Collectors.toSet());
        var vectors = worker.getBean(VectorIndex.class);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(vectors.currentVersions(keys)).hasSameSizeAs(keys);
            assertThat(deadLetters()).hasSize(1);
        });

        assertThat(keys).hasSize(99);
        return deadLetters().getFirst();
    }

    /// Of the memories of this test.
    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        var ids = Stream.concat(changes.stream(), Stream.of(rejected))
                .map(change -> change.key().id().toString())
                .collect(Collectors.toSet());
        return kafka.read(Topic.deadLetters(Projection.VECTOR)).stream()
                .filter(deadLetter -> ids.contains(EmbeddedKafka.text(deadLetter.key())))
                .toList();
    }

    private ConfigurableApplicationContext worker(String chroma) {
        return WorkerFixture.start(
                provider,
                "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                "--memlog.chroma.url=" + chroma);
    }
}
