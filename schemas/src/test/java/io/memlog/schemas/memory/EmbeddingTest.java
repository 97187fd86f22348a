package io.memlog.schemas.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EmbeddingTest {

    @Test
    void what_a_failing_model_leaves_behind_is_no_embedding() {
        assertThatThrownBy(() -> Embedding.of(new float[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Embedding.of(new float[] {0, 0})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Embedding.of(new float[] {1, Float.NaN})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Embedding.of(new float[] {1, Float.POSITIVE_INFINITY}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_embedding_does_not_change_with_the_array_it_was_made_of() {
        var values = new float[] {1, 2};
        var embedding = Embedding.of(values);

        values[0] = 9;
        embedding.toArray()[1] = 9;

        assertThat(embedding).isEqualTo(Embedding.of(new float[] {1, 2}));
    }
}
