package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import java.util.List;

/// The vectors of a memory were generated.
///
/// @param model   the model's name; vectors of different models are never compared
/// @param vectors one per chunk of the memory's text, in the order of the text, all of the same dimension
public record EmbeddingGenerated(@JsonUnwrapped MemoryKey key, long version, String model, List<Embedding> vectors)
        implements ProjectionEvent {

    public static final String TYPE = "embedding.generated";

    public EmbeddingGenerated {
        vectors = List.copyOf(vectors);
        if (vectors.stream().mapToInt(Embedding::dimensions).distinct().count() != 1) {
            throw new IllegalArgumentException("a memory has at least one vector, and all have the same dimension");
        }
    }

    @Override
    public String type() {
        return TYPE;
    }
}
