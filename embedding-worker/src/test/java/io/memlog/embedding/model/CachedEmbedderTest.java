package io.memlog.embedding.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachedEmbedderTest {

    private final RecordingEmbedder model = new RecordingEmbedder();
    private final Embedder embedder =
            new CachedEmbedder(model, Caffeine.newBuilder().maximumSize(10).build());

    @Test
    void the_same_text_is_embedded_once() {
        var first = embedder.embedPassages(List.of("tea"));

        assertThat(embedder.embedPassages(List.of("tea"))).isEqualTo(first);
        assertThat(model.embedded).containsExactly("tea");
    }

    @Test
    void only_new_texts_are_embedded_and_all_vectors_are_in_order() {
        embedder.embedPassages(List.of("tea"));

        var vectors = embedder.embedPassages(List.of("milk", "tea", "water", "milk"));

        assertThat(vectors).isEqualTo(new RecordingEmbedder().embedPassages(List.of("milk", "tea", "water", "milk")));
        assertThat(model.embedded).containsExactly("tea", "milk", "water");
    }

    @Test
    void the_same_query_is_embedded_once() {
        var first = embedder.embedQuery("tea");

        assertThat(embedder.embedQuery("tea")).isEqualTo(first);
        assertThat(model.embedded).hasSize(1);
    }

    @Test
    void a_query_and_a_passage_of_the_same_text_are_cached_separately() {
        assertThat(List.of(embedder.embedQuery("tea"))).isNotEqualTo(embedder.embedPassages(List.of("tea")));
    }

    @Test
    void a_text_without_a_usable_vector_is_not_cached() {
        assertThatThrownBy(() -> embedder.embedPassages(List.of("bad"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> embedder.embedPassages(List.of("bad"))).isInstanceOf(IllegalArgumentException.class);

        assertThat(model.embedded).hasSize(2);
    }

    @Test
    void a_batch_larger_than_the_cache_is_embedded_whole() {
        var small =
                new CachedEmbedder(model, Caffeine.newBuilder().maximumSize(1).build());
        var texts = List.of("a", "bb", "ccc", "dddd");

        assertThat(small.embedPassages(texts)).isEqualTo(new RecordingEmbedder().embedPassages(texts));
    }
}
