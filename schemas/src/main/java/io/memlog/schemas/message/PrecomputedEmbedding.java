package io.memlog.schemas.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.memory.Embedding;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The vectors that were made of a version of a memory, as they travel with its event, so that an index that
/// is filled again need not have them made again.
///
/// @param model   the model's name; vectors of different models are never compared
/// @param vectors one per chunk of the memory's text, in the order of the text, all of the same dimension
public record PrecomputedEmbedding(String model, List<Embedding> vectors) {

    /// The header with the model's name.
    public static final String MODEL = "memlog-embedding-model";

    /// The header with the dimension of the vectors, as decimal text.
    public static final String DIMENSIONS = "memlog-embedding-dimensions";

    /// The header with the vectors, one after the other: big-endian float32.
    public static final String VECTORS = "memlog-embedding-vectors";

    public PrecomputedEmbedding {
        vectors = List.copyOf(vectors);
    }

    /// @param header the value of the header of a name; null where there is none
    /// @return empty where there is none, or what is there makes no sense
    public static Optional<PrecomputedEmbedding> in(Function<String, byte @Nullable []> header) {
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
            throw new IllegalArgumentException(vectors.length + " bytes are no vectors of " + dimensions + " values");
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
