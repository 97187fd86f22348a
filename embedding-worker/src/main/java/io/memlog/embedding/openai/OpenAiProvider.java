package io.memlog.embedding.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.embedding.RetryAfter;
import io.memlog.embedding.openai.SizeLimitedBodySubscriber.Text;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// A provider with OpenAI's HTTP API: `POST {url}/embeddings`.
final class OpenAiProvider implements EmbeddingProvider {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final OpenAiProperties properties;
    private final ProviderHttpClient http;
    private final EmbeddingResponseParser parser;
    private final Clock clock;

    OpenAiProvider(OpenAiProperties properties, ProviderHttpClient http, Clock clock) {
        this.properties = properties;
        this.http = http;
        this.parser = new EmbeddingResponseParser(properties.dimensions());
        this.clock = clock;
    }

    @Override
    public EmbeddingResponse embed(List<String> texts, Duration timeout) {
        var response = http.send(request(texts), parser.maxBytes(texts.size()), timeout);
        return switch (response.statusCode()) {
            case 200 -> parser.parse(response.body(), texts.size());
            case 400, 413, 422 -> new EmbeddingResponse.Rejected(rejection(response, texts));
            case 429 -> new EmbeddingResponse.RateLimited(retryAfter(response).orElse(RetryAfterGate.DEFAULT_PAUSE));
            case 503 ->
                retryAfter(response)
                        .<EmbeddingResponse>map(EmbeddingResponse.RateLimited::new)
                        .orElseThrow(() -> unavailable("answered 503"));
            case 401, 403 ->
                throw unavailable("answered %d: set memlog.embedding.openai.api-key to a valid key"
                        .formatted(response.statusCode()));
            case 404 ->
                throw unavailable(
                        "answered 404: memlog.embedding.openai.url must be the address before /embeddings, and memlog.embedding.openai.model one of its models");
            default -> throw unavailable("answered " + response.statusCode());
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

    private String rejection(HttpResponse<Text> response, List<String> texts) {
        var message = ProviderErrorMessage.in(response.body().content(), texts);
        return "answered " + response.statusCode()
                + properties.apiKey().maskIn(message.isEmpty() ? "" : ": " + message);
    }

    private Optional<Duration> retryAfter(HttpResponse<Text> response) {
        return response.headers()
                .firstValue("Retry-After")
                .map(value -> RetryAfter.parse(value.strip(), clock.instant()));
    }

    private static IndexUnavailableException unavailable(String problem) {
        return ProviderUnavailable.of("the embedding provider " + problem, null);
    }

    @JsonInclude(Include.NON_NULL)
    private record Request(
            String model,
            List<String> input,
            @JsonProperty("encoding_format") String encodingFormat,
            @Nullable Integer dimensions) {}
}
