package io.memlog.embedding.openai;

import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Parses and validates the vectors of a response.
final class EmbeddingResponseParser {

    private static final int MAX_BYTES_PER_NUMBER = 48;
    private static final int MAX_OVERHEAD_BYTES = 64 * 1024;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final int dimensions;

    EmbeddingResponseParser(int dimensions) {
        this.dimensions = dimensions;
    }

    /// The maximum size of a response for this many texts.
    int maxBytes(int texts) {
        return Math.clamp(MAX_OVERHEAD_BYTES + (long) texts * dimensions * MAX_BYTES_PER_NUMBER, 0, Integer.MAX_VALUE);
    }

    /// @throws MalformedResponseException when the body is not exactly one vector of the right length per
    ///     text
    EmbeddingResponse.Vectors parse(SizeLimitedBodySubscriber.Text body, int texts) {
        if (!body.complete()) {
            throw malformed("returned more than the %d bytes that %d vectors need".formatted(maxBytes(texts), texts));
        }
        var response = parsed(body.content());
        var data = response.path("data");
        if (!data.isArray()) {
            throw malformed("returned no list of vectors");
        }
        if (data.size() != texts) {
            throw malformed("returned %d vectors for %d texts".formatted(data.size(), texts));
        }
        return new EmbeddingResponse.Vectors(
                inOrder(data), response.path("usage").path("total_tokens").asLong(0));
    }

    private List<Optional<Embedding>> inOrder(JsonNode data) {
        Map<Integer, Optional<Embedding>> vectors = new TreeMap<>();
        for (var position = 0; position < data.size(); position++) {
            var index = data.path(position).path("index").asInt(position);
            var vector = vector(data.path(position).path("embedding"));
            if (index < 0 || index >= data.size() || vectors.putIfAbsent(index, vector) != null) {
                throw malformed("returned vectors whose indexes do not match the texts");
            }
        }
        return List.copyOf(vectors.values());
    }

    private Optional<Embedding> vector(JsonNode values) {
        if (!values.isArray()) {
            throw malformed("returned a vector that is not a list of numbers");
        }
        if (values.size() != dimensions) {
            throw malformed(
                    "returns vectors of %d values, memlog.embedding.openai.dimensions is %d: set it to the length that the model returns"
                            .formatted(values.size(), dimensions));
        }
        var vector = new float[dimensions];
        for (var i = 0; i < dimensions; i++) {
            var value = values.path(i);
            vector[i] = value.isNumber() ? (float) value.asDouble(Double.NaN) : Float.NaN;
        }
        try {
            return Optional.of(Embedding.of(vector));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            throw new MalformedResponseException("returned a body that is not JSON", e);
        }
    }

    private static MalformedResponseException malformed(String problem) {
        return new MalformedResponseException(problem, null);
    }
}
