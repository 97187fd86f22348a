package io.memlog.embedding;

import static io.memlog.embedding.Memories.memory;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.embedding.chroma.FaultyChroma;
import io.memlog.embedding.chroma.SharedChroma;
import io.memlog.embedding.openai.FakeProvider;
import io.memlog.embedding.openai.FakeProvider.Reply;
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
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/// The whole worker on real Kafka and real Chroma, where one message of a hundred is not taken.
class RejectedContentIT {

    private static final String MARKER = "a-word-that-nobody-likes";

    @TempDir
    private static Path data;

    private static RealKafka kafka;

    private final FakeProvider provider = FakeProvider.start(64);
    private final MemoryStored refused =
            new MemoryStored(memory("a task", "{\"summary\": \"it holds " + MARKER + " in its midst\"}"));
    private final List<MemoryStored> changes = new ArrayList<>(IntStream.range(0, 99)
            .mapToObj(i -> new MemoryStored(memory(refused.key().tenant(), "task number " + i, "{}")))
            .toList());

    @BeforeAll
    static void start() {
        kafka = RealKafka.start(data);
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
    void what_chroma_refuses_is_one_dead_letter_and_its_neighbours_are_indexed(int status) throws Exception {
        try (var chroma = new FaultyChroma(SharedChroma.url(), MARKER, status);
                var worker = worker(chroma.url())) {
            send();

            assertOnlyThatOneIsRefused(worker, "Chroma refused the records");
        }
    }

    @Test
    void what_the_provider_refuses_is_one_dead_letter_and_its_neighbours_are_indexed() throws Exception {
        provider.behave(request -> request.input().stream().anyMatch(text -> text.contains(MARKER))
                ? Reply.error(400, "not allowed: it holds " + MARKER)
                : provider.embed(request));
        try (var worker = worker(SharedChroma.url())) {
            send();

            assertOnlyThatOneIsRefused(worker, "the embedding provider refuses a text of the memory: it answered 400");
        }
    }

    @Test
    void what_nobody_can_read_is_one_dead_letter_kept_as_it_came_and_its_neighbours_are_indexed() throws Exception {
        var id = refused.key().id().toString();
        var unreadable = new ProducerRecord<>(Topic.EVENTS.name(), id.getBytes(UTF_8), new byte[] {'{', 0, -1});
        unreadable.headers().add("x-sent-by", "somebody".getBytes(UTF_8));
        try (var worker = worker(SharedChroma.url())) {
            kafka.send(changes.subList(0, 57));
            kafka.sendRaw(List.of(unreadable));
            kafka.send(changes.subList(57, 99));

            var letter = awaitTheOnlyLetter(worker);

            assertThat(RealKafka.header(letter, DeadLetterHeaders.REASON)).isEqualTo("undecodable");
            assertThat(RealKafka.header(letter, "x-sent-by")).isEqualTo("somebody");
            assertThat(letter.value()).isEqualTo(unreadable.value());
        }
    }

    private void send() throws Exception {
        changes.add(57, refused);
        kafka.send(changes);
    }

    private void assertOnlyThatOneIsRefused(ConfigurableApplicationContext worker, String message) {
        var letter = awaitTheOnlyLetter(worker);

        assertThat(RealKafka.header(letter, DeadLetterHeaders.REASON)).isEqualTo("content_refused");
        assertThat(RealKafka.header(letter, DeadLetterHeaders.ATTEMPTS)).isEqualTo("1");
        assertThat(RealKafka.header(letter, DeadLetterHeaders.EXCEPTION_MESSAGE))
                .isEqualTo(message)
                .doesNotContain(MARKER);
        assertThat(worker.getBean(VectorIndex.class).currentVersions(Set.of(refused.key())))
                .isEmpty();
    }

    /// Waits until all others are in the index.
    private ConsumerRecord<byte[], byte[]> awaitTheOnlyLetter(ConfigurableApplicationContext worker) {
        var keys = changes.stream()
                .filter(change -> !change.equals(refused))
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
        var ids = Stream.concat(changes.stream(), Stream.of(refused))
                .map(change -> change.key().id().toString())
                .collect(Collectors.toSet());
        return kafka.read(Topic.deadLetters(Projection.VECTOR)).stream()
                .filter(letter -> ids.contains(RealKafka.text(letter.key())))
                .toList();
    }

    private ConfigurableApplicationContext worker(String chroma) {
        return new SpringApplicationBuilder(EmbeddingWorker.class)
                .properties("spring.config.name=embedding-worker")
                .run(
                        "--server.port=0",
                        "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                        "--memlog.chroma.url=" + chroma,
                        "--memlog.embedding.provider=openai",
                        "--memlog.embedding.openai.url=" + provider.url(),
                        "--memlog.embedding.openai.model=fake-1",
                        "--memlog.embedding.openai.dimensions=64");
    }
}
