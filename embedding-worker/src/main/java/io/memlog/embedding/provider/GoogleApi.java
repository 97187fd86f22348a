package io.memlog.embedding.provider;

import static io.memlog.embedding.provider.MalformedResponseException.check;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `POST {url}/models/{model}:batchEmbedContents` of Google's Gemini API. Passages and queries have task types of their
/// own, and vectors the requested length.
record GoogleApi(GoogleProperties properties) implements ProviderApi {

    private static final JsonMapper JSON = JsonMapper.shared();

    /// A duration in the JSON of protocol buffers.
    private static final Pattern SECONDS = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)s");

    @Override
    public ProviderSettings settings() {
        return properties.settings();
    }

    @Override
    public URI endpoint() {
        return URI.create(properties.url().replaceAll("/+$", "") + "/" + resource() + ":batchEmbedContents");
    }

    /// In a header, since addresses are logged on the way.
    @Override
    public void authorize(HttpHeaders headers) {
        headers.set("x-goog-api-key", properties.apiKey().value());
    }

    @Override
    public JsonNode request(EmbeddingPurpose purpose, List<String> texts) {
        var request = JSON.createObjectNode();
        var requests = request.putArray("requests");
        for (var text : texts) {
            var each = requests.addObject().put("model", resource());
            each.putObject("content").putArray("parts").addObject().put("text", text);
            each.put("taskType", purpose == EmbeddingPurpose.QUERY ? "RETRIEVAL_QUERY" : "RETRIEVAL_DOCUMENT");
            each.put("outputDimensionality", properties.dimensions());
        }
        return request;
    }

    /// The vectors have no indexes; they are in the order of the texts.
    @Override
    public EmbeddingResponse parse(String body, int texts) {
        var vectors =
                EmbeddingResponse.json(body, texts, properties.dimensions()).path("embeddings");
        check(vectors.isArray(), "returned no list of vectors");
        check(vectors.size() == texts, "returned " + vectors.size() + " vectors for " + texts + " texts");
        return new EmbeddingResponse(
                vectors.valueStream()
                        .map(vector -> EmbeddingResponse.vector(vector.path("values"), settings()))
                        .toList(),
                0);
    }

    @Override
    public int maxTokens(EmbeddingPurpose purpose) {
        return properties.maxTokens();
    }

    /// A `400` of another status is about the account, such as a country in which Google does not offer the API.
    @Override
    public boolean rejectsText(int status, String body) {
        return status == 413
                || (status == 400
                        && "INVALID_ARGUMENT".equals(error(body).path("status").asString(""))
                        && !rejectsKey(status, body));
    }

    /// An unknown key is a `400`, as an invalid text is.
    @Override
    public boolean rejectsKey(int status, String body) {
        return status == 401
                || status == 403
                || error(body)
                        .path("details")
                        .valueStream()
                        .anyMatch(detail -> detail.path("reason").asString("").startsWith("API_KEY_"));
    }

    @Override
    public @Nullable Duration retryDelay(String body) {
        return error(body)
                .path("details")
                .valueStream()
                .map(detail -> SECONDS.matcher(detail.path("retryDelay").asString("")))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Duration.ofMillis(Math.round(Double.parseDouble(matcher.group(1)) * 1000)))
                .findFirst()
                .orElse(null);
    }

    @Override
    public String adviceIfNotFound() {
        return "memlog.embedding.google.model must be one of Google's models that embed, and memlog.embedding.google.url the address before /models";
    }

    @Override
    public String settingsOfRequest() {
        return "memlog.embedding.google.model, .dimensions and .api-key";
    }

    private String resource() {
        return "models/" + properties.model();
    }

    private static JsonNode error(String body) {
        try {
            return JSON.readTree(body).path("error");
        } catch (JacksonException _) {
            return JSON.missingNode();
        }
    }
}
