package io.memlog.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ParallelEmbedderTest {

    private final RecordingEmbedder model = new RecordingEmbedder();
    private final ParallelEmbedder pool = new ParallelEmbedder(model, 3, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void vectors_come_in_the_order_of_their_texts() {
        var texts = IntStream.rangeClosed(1, 200).mapToObj("x"::repeat).toList();

        assertThat(pool.embedPassages(texts))
                .isEqualTo(texts.stream()
                        .map(text -> Embedding.of(new float[] {text.length(), 1}))
                        .toList());
    }

    @Test
    void a_text_without_a_usable_vector_fails_the_call_and_not_the_next_one() {
        assertThatThrownBy(() -> pool.embedPassages(List.of("tea", "bad", "milk")))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(pool.embedPassages(List.of("tea"))).hasSize(1);
    }

    @Test
    void an_error_of_the_jvm_is_not_blamed_on_the_text() {
        assertThatThrownBy(() -> pool.embedPassages(List.of("tea", "too much"))).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void a_probe_tries_the_model_once_after_a_failure() {
        assertThatThrownBy(() -> pool.embedPassages(List.of("bad"))).isInstanceOf(IllegalArgumentException.class);
        var before = model.embedded.size();

        pool.probe();
        pool.probe();

        assertThat(model.embedded).hasSize(before + 1);
    }
}
