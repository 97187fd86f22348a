package io.memlog.schemas.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.memory.Embedding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The vectors of a version of a memory, in the headers of its event, so that a rebuild of the index need not
/// generate them again.
///
/// @param model   the model's name; vectors of different models are never compared
/// @param vectors one per chunk of the memory's text, in the order of the text, all of the same dimension
public record PrecomputedEmbedding(String model, List<Embedding> vectors) {

    /// The header with the model's name.
    public static final String MODEL = "memlog-embedding-model";

    /// The header with the dimension of the vectors, in decimal.
    public static final String DIMENSIONS = "memlog-embedding-dimensions";

    /// The header with the concatenated vectors: big-endian float32.
    public static final String VECTORS = "memlog-embedding-vectors";

    public PrecomputedEmbedding {
        vectors = List.copyOf(vectors);
    }

    /// @param header returns the value of a header; null when it is missing
    /// @return empty when a header is missing or invalid
    public static Optional<PrecomputedEmbedding> fromHeaders(Function<String, byte @Nullable []> header) {
        var model = header.apply(MODEL);
        var dimensions = header.apply(DIMENSIONS);
        var vectors = header.apply(VECTORS);
        if (model == null || dimensions == null || vectors == null) {
            return Optional.empty();
        }
        try {
            var length = Integer.parseInt(new String(dimensions, UTF_8));
            return Optional.of(new PrecomputedEmbedding(new String(model, UTF_8), split(vectors, length)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<Embedding> split(byte[] vectors, int dimensions) {
        if (dimensions < 1 || vectors.length == 0 || vectors.length % ((long) dimensions * Float.BYTES) != 0) {
            throw new IllegalArgumentException(vectors.length + " bytes are not vectors of " + dimensions + " values");
        }
        var numbers = ByteBuffer.wrap(vectors).asFloatBuffer();
        List<Embedding> split = new ArrayList<>();
        while (numbers.hasRemaining()) {
            var values = new float[dimensions];
            numbers.get(values);
            split.add(Embedding.of(values));
        }
        return split;
    }
}
