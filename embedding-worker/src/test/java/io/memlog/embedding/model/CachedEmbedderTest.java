package io.memlog.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import org.junit.jupiter.api.Test;

class CachedEmbedderTest {

    private final CountingEmbedder model = new CountingEmbedder();
    private final Embedder embedder =
            new CachedEmbedder(model, Caffeine.newBuilder().maximumSize(10).build());

    @Test
    void the_same_text_is_embedded_once() {
        var first = embedder.passage("tea");

        assertThat(embedder.passage("tea")).isEqualTo(first);
        assertThat(model.asked).hasValue(1);
    }

    @Test
    void a_query_and_a_passage_of_the_same_words_are_different_contents() {
        assertThat(embedder.query("tea")).isNotEqualTo(embedder.passage("tea"));
    }

    @Test
    void a_text_without_a_usable_vector_is_not_remembered() {
        assertThatThrownBy(() -> embedder.passage("bad")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> embedder.passage("bad")).isInstanceOf(IllegalArgumentException.class);

        assertThat(model.asked).hasValue(2);
    }
}
