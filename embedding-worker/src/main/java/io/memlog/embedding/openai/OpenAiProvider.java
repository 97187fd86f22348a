package io.memlog.embedding.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.consumer.IndexUnavailableException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A provider that speaks as OpenAI does: `POST {url}/embeddings`.
final class OpenAiProvider implements EmbeddingProvider {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final OpenAiProperties properties;
    private final ProviderHttpClient connections;
    private final EmbeddingResponseParser reader;
    private final Clock clock;

    OpenAiProvider(OpenAiProperties properties, ProviderHttpClient connections, Clock clock) {
        this.properties = properties;
        this.connections = connections;
        this.reader = new EmbeddingResponseParser(properties.dimensions());
        this.clock = clock;
    }

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        var response = connections.send(request(texts), reader.maxBytes(texts.size()), timeout);
        return switch (response.status()) {
            case 200 -> reader.read(response.body(), texts.size());
            case 400, 413, 422 -> new EmbeddingResponse.Rejected(said(response, texts));
            case 429 ->
                new EmbeddingResponse.RateLimited(
                        response.retryAfter(clock.instant()).orElse(RetryAfterGate.DEFAULT_PAUSE));
            case 503 ->
                response.retryAfter(clock.instant())
                        .<EmbeddingResponse>map(EmbeddingResponse.RateLimited::new)
                        .orElseThrow(() -> unavailable("answered 503"));
            case 401, 403 ->
                throw unavailable("answered %d: set memlog.embedding.openai.api-key to a key that it takes"
                        .formatted(response.status()));
            case 404 ->
                throw unavailable(
                        "answered 404: memlog.embedding.openai.url has to be the address before /embeddings, and memlog.embedding.openai.model a model that it has");
            default -> throw unavailable("answered " + response.status());
        };
    }

    private HttpRequest request(List<String> texts) {
        var body = new Request(
                properties.model(), texts, "float", properties.requestDimensions() ? properties.dimensions() : null);
        var request = HttpRequest.newBuilder(properties.endpoint())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
        if (properties.apiKey().isGiven()) {
            request.header("Authorization", properties.apiKey().bearer());
        }
        return request.build();
    }

    private String said(Response response, List<String> texts) {
        var words = ProviderErrorMessage.in(response.body().content(), texts);
        return "answered " + response.status() + properties.apiKey().hiddenIn(words.isEmpty() ? "" : ": " + words);
    }

    private static IndexUnavailableException unavailable(String what) {
        return ProviderUnavailable.of("the embedding provider " + what, null);
    }

    @JsonInclude(Include.NON_NULL)
    private record Request(
            String model,
            List<String> input,
            @JsonProperty("encoding_format") String encodingFormat,
            @Nullable Integer dimensions) {}
}
