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

/// Reads vectors out of an answer, and believes none that does not fit.
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

    /// How many bytes an answer for so many texts may have.
    int maxBytes(int texts) {
        return Math.clamp(MAX_OVERHEAD_BYTES + (long) texts * dimensions * MAX_BYTES_PER_NUMBER, 0, Integer.MAX_VALUE);
    }

    /// @throws MalformedResponseException when it holds anything but one vector of the right length per text
    EmbeddingResponse.Vectors read(SizeLimitedBodySubscriber.Text body, int texts) {
        if (!body.whole()) {
            throw malformed("gave more than the %d bytes that %d vectors need".formatted(maxBytes(texts), texts));
        }
        var answer = parsed(body.content());
        var data = answer.path("data");
        if (!data.isArray()) {
            throw malformed("gave no list of vectors");
        }
        if (data.size() != texts) {
            throw malformed("gave %d vectors for %d texts".formatted(data.size(), texts));
        }
        return new EmbeddingResponse.Vectors(
                inOrder(data), answer.path("usage").path("total_tokens").asLong(0));
    }

    private List<Optional<Embedding>> inOrder(JsonNode data) {
        Map<Integer, Optional<Embedding>> vectors = new TreeMap<>();
        for (var position = 0; position < data.size(); position++) {
            var index = data.path(position).path("index").asInt(position);
            var vector = vector(data.path(position).path("embedding"));
            if (index < 0 || index >= data.size() || vectors.putIfAbsent(index, vector) != null) {
                throw malformed("numbered its vectors in a way that does not fit the texts");
            }
        }
        return List.copyOf(vectors.values());
    }

    private Optional<Embedding> vector(JsonNode values) {
        if (!values.isArray()) {
            throw malformed("gave a vector that is no list of numbers");
        }
        if (values.size() != dimensions) {
            throw malformed(
                    "gives vectors of %d values, memlog.embedding.openai.dimensions is %d: set it to what the model gives"
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
            throw new MalformedResponseException("answered with something that is no JSON", e);
        }
    }

    private static MalformedResponseException malformed(String what) {
        return new MalformedResponseException(what, null);
    }
}
