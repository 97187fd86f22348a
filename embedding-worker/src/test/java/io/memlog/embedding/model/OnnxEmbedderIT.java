package io.memlog.embedding.model;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.memlog.consumer.contract.Memories;
import io.memlog.embedding.text.MemoryChunker;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collections;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxEmbedderIT {

    private static OnnxEmbedder embedder;

    @BeforeAll
    static void load() {
        embedder = OnnxEmbedder.load(ModelFixture.bundled());
    }

    @AfterAll
    static void close() throws Exception {
        embedder.close();
    }

    @Test
    void vectors_have_the_models_dimension_and_length_one() {
        var vector = embedder.embedPassage("the relay publishes in batches");

        assertThat(vector.dimensions()).isEqualTo(384).isEqualTo(embedder.dimensions());
        assertThat(cosine(vector, vector)).isEqualTo(1, within(1e-6));
    }

    @Test
    void a_text_has_the_same_vector_alone_and_among_others() {
        var text = "a consumer group rebalances while a batch is in flight";
        var alone = embedder.embedPassage(text);
        var company = Stream.concat(
                        IntStream.range(0, 40).mapToObj("some other text of varying length "::repeat),
                        Collections.nCopies(20, text).stream())
                .toList();

        try (var pool = new ParallelEmbedder(embedder, 4, new SimpleMeterRegistry())) {
            assertThat(pool.embedPassages(company).subList(40, 60)).containsOnly(alone);
        }
    }

    @Test
    void a_query_is_nearer_to_its_answer_than_to_other_texts() {
        var query = embedder.embedQuery("why did messages arrive twice?");
        var answer =
                embedder.embedPassage("Duplicates were delivered because the lease ran out before the batch was sent.");
        var other = embedder.embedPassage("The colour of the button on the settings page was changed to blue.");

        assertThat(cosine(query, answer)).isGreaterThan(cosine(query, other) + 0.1);
    }

    @Test
    void a_query_is_embedded_differently_from_a_passage() {
        assertThat(embedder.embedQuery("tea")).isNotEqualTo(embedder.embedPassage("tea"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200b", "\uD83D\uDE00", "\u0000", "你好", "ΑΒΓ"})
    void any_text_has_a_vector(String text) {
        assertThat(embedder.embedPassage(text).dimensions()).isEqualTo(384);
    }

    @Test
    void a_text_beyond_the_window_is_truncated() {
        var beginning = IntStream.range(0, 510).mapToObj(_ -> "word").collect(joining(" "));

        assertThat(embedder.embedPassage(beginning + " and much more")).isEqualTo(embedder.embedPassage(beginning));
        assertThat(embedder.embedPassage(beginning.replaceFirst("word", "tea")))
                .isNotEqualTo(embedder.embedPassage(beginning));
    }

    @Test
    void no_chunk_of_a_memory_is_longer_than_the_window() {
        var prose = IntStream.range(0, 3_000)
                .mapToObj(i -> "Überprüfe(consumer_%d) → 再平衡 😀 don't-stop/%d;".formatted(i, i))
                .collect(joining(" "));
        var text = new MemoryChunker(embedder.tokens(), embedder.maxTextTokens());

        var chunks = text
                .passages(Memories.memory("a long story", "{\"summary\": \"" + prose + "\"}"), "Ada: and then? 再平衡")
                .stream()
                .map(MemoryChunker.Passage::embedded)
                .toList();

        assertThat(chunks)
                .hasSizeGreaterThan(50)
                .allSatisfy(chunk -> assertThat(embedder.tokens().count(chunk)).isLessThanOrEqualTo(510));
        assertThat(chunks.stream().mapToInt(embedder.tokens()::count).average()).hasValueCloseTo(490.0, within(25.0));
    }

    private static double cosine(Embedding left, Embedding right) {
        var a = left.toArray();
        var b = right.toArray();
        return IntStream.range(0, a.length)
                .mapToDouble(i -> (double) a[i] * b[i])
                .sum();
    }
}
