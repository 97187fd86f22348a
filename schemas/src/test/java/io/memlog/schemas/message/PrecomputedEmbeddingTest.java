package io.memlog.schemas.message;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.memory.Embedding;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrecomputedEmbeddingTest {

    private final Map<String, byte[]> headers = new HashMap<>(Map.of(
            PrecomputedEmbedding.MODEL, "m".getBytes(UTF_8),
            PrecomputedEmbedding.DIMENSIONS, "2".getBytes(UTF_8),
            PrecomputedEmbedding.VECTORS, floats(1, 2, 3, 4)));

    @Test
    void concatenated_vectors_are_split_by_their_dimension() {
        assertThat(PrecomputedEmbedding.fromHeaders(headers::get))
                .contains(new PrecomputedEmbedding(
                        "m", List.of(Embedding.of(new float[] {1, 2}), Embedding.of(new float[] {3, 4}))));
    }

    @ParameterizedTest
    @ValueSource(strings = {PrecomputedEmbedding.MODEL, PrecomputedEmbedding.DIMENSIONS, PrecomputedEmbedding.VECTORS})
    void a_missing_header_means_no_embedding(String missing) {
        headers.remove(missing);

        assertThat(PrecomputedEmbedding.fromHeaders(headers::get)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two", "0", "-2", "3", "2147483647"})
    void an_invalid_dimension_means_no_embedding(String dimensions) {
        headers.put(PrecomputedEmbedding.DIMENSIONS, dimensions.getBytes(UTF_8));

        assertThat(PrecomputedEmbedding.fromHeaders(headers::get)).isEmpty();
    }

    @Test
    void a_zero_vector_means_no_embedding() {
        headers.put(PrecomputedEmbedding.VECTORS, floats(1, 2, 0, 0));

        assertThat(PrecomputedEmbedding.fromHeaders(headers::get)).isEmpty();
    }

    private static byte[] floats(float... values) {
        var bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        for (var value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }
}
