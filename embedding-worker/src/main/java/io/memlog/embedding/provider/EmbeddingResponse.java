package io.memlog.embedding.provider;

import static io.memlog.embedding.provider.MalformedResponseException.check;

import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The vectors of one request.
///
/// @param vectors one per text, in their order; empty where the provider returned no usable vector
/// @param tokens  number of tokens according to the provider; 0 if unknown
record EmbeddingResponse(List<Optional<Embedding>> vectors, long tokens) {

    private static final int MAX_BYTES_PER_NUMBER = 48;
    private static final int MAX_OVERHEAD_BYTES = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    /// The maximum size of a body for this many texts.
    static int maxBytes(int texts, int dimensions) {
        var bytes = MAX_OVERHEAD_BYTES + (long) texts * dimensions * MAX_BYTES_PER_NUMBER;
        return Math.clamp(bytes, 0, Integer.MAX_VALUE - 1);
    }

    boolean isUsable() {
        return vectors.stream().allMatch(Optional::isPresent);
    }

    /// One vector; empty where it cannot be used.
    static Optional<Embedding> vector(JsonNode values, ProviderSettings settings) {
        var dimensions = settings.dimensions();
        check(values.isArray(), "returned a vector that is not a list of numbers");
        check(
                values.size() == dimensions,
                "returns vectors of " + values.size() + " values, " + settings.name("dimensions") + " is " + dimensions
                        + ": set it to the length that the model returns");
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++) {
            vector[i] = values.path(i).isNumber() ? (float) values.path(i).asDouble(Double.NaN) : Float.NaN;
        }
        try {
            return Optional.of(Embedding.of(vector));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// The body of an answer for this many texts.
    static JsonNode json(String body, int texts, int dimensions) {
        var maxBytes = maxBytes(texts, dimensions);
        check(body.length() <= maxBytes, "returned more than the " + maxBytes + " bytes that the vectors need");
        try {
            return JSON.readTree(body);
        } catch (JacksonException _) {
            throw new MalformedResponseException("returned a body that is not JSON");
        }
    }
}
