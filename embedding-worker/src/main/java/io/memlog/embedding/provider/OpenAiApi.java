package io.memlog.embedding.provider;

import static io.memlog.embedding.provider.MalformedResponseException.check;

import io.memlog.schemas.memory.Embedding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `POST {url}/embeddings` as OpenAI's API has it.
record OpenAiApi(OpenAiProperties properties) implements ProviderApi {

    private static final JsonMapper JSON = JsonMapper.shared();

    @Override
    public ProviderSettings settings() {
        return properties.settings();
    }

    @Override
    public URI endpoint() {
        return URI.create((properties.url().endsWith("/") ? properties.url() : properties.url() + "/") + "embeddings");
    }

    @Override
    public void authorize(HttpHeaders headers) {
        if (properties.apiKey().isGiven()) {
            headers.setBearerAuth(properties.apiKey().value());
        }
    }

    @Override
    public JsonNode request(EmbeddingPurpose purpose, List<String> texts) {
        var request = JSON.createObjectNode().put("model", properties.model());
        var input = request.putArray("input");
        texts.forEach(text -> input.add(prefix(purpose) + text));
        request.put("encoding_format", "float");
        return properties.requestDimensions() ? request.put("dimensions", properties.dimensions()) : request;
    }

    @Override
    public EmbeddingResponse parse(String body, int texts) {
        var response = EmbeddingResponse.json(body, texts, properties.dimensions());
        var data = response.path("data");
        check(data.isArray(), "returned no list of vectors");
        check(data.size() == texts, "returned " + data.size() + " vectors for " + texts + " texts");
        Map<Integer, Optional<Embedding>> byIndex = new TreeMap<>();
        for (var position = 0; position < texts; position++) {
            var index = data.path(position).path("index").asInt(position);
            var vector = EmbeddingResponse.vector(data.path(position).path("embedding"), settings());
            check(
                    index >= 0 && index < texts && byIndex.put(index, vector) == null,
                    "returned vectors whose indexes do not match the texts");
        }
        var tokens = response.path("usage").path("total_tokens").asLong(0);
        return new EmbeddingResponse(List.copyOf(byIndex.values()), tokens);
    }

    @Override
    public int maxTokens(EmbeddingPurpose purpose) {
        return properties.maxTokens() - new HeuristicTokenCounter().count(prefix(purpose));
    }

    @Override
    public boolean rejectsText(int status, String body) {
        return status == 400 || status == 413 || status == 422;
    }

    @Override
    public boolean rejectsKey(int status, String body) {
        return status == 401 || status == 403;
    }

    @Override
    public @Nullable Duration retryDelay(String body) {
        return null;
    }

    @Override
    public String adviceIfNotFound() {
        return "memlog.embedding.openai.url must be the address before /embeddings, and memlog.embedding.openai.model one of its models";
    }

    @Override
    public String settingsOfRequest() {
        return "memlog.embedding.openai.model, .dimensions, .request-dimensions and .api-key";
    }

    private String prefix(EmbeddingPurpose purpose) {
        return switch (purpose) {
            case PASSAGE -> properties.passagePrefix();
            case QUERY -> properties.queryPrefix();
            case PROBE -> "";
        };
    }
}
