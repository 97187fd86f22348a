package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.embedding.provider.FakeProvider.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to a real HTTP server that speaks as Google's Gemini API does.
class GoogleProviderIT {

    private static final int DIMENSIONS = 128;
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String REJECTED = "the embedding provider rejects a text: it answered 400: ";

    private final FakeProvider server = FakeProvider.start(DIMENSIONS);
    private final ProviderFixture providers = ProviderFixture.atGoogle(server.googleUrl(), DIMENSIONS);

    @AfterEach
    void close() {
        providers.close();
        server.close();
    }

    @Test
    void passages_are_sent_as_documents_with_the_wanted_length_and_the_key_in_a_header() {
        var vectors = providers.embedder.embedPassages(List.of("tea", "milk"));

        var request = server.requests().getFirst();
        assertThat(request.body()).hasToString("""
                        {"requests":[{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"tea"}]},\
                        "taskType":"RETRIEVAL_DOCUMENT","outputDimensionality":128},\
                        {"model":"models/gemini-embedding-001","content":{"parts":[{"text":"milk"}]},\
                        "taskType":"RETRIEVAL_DOCUMENT","outputDimensionality":128}]}""");
        assertThat(request.googleKey()).isEqualTo(ProviderFixture.KEY);
        assertThat(request.authorization()).isNull();
        assertThat(vectors)
                .extracting(vector -> vector.toArray())
                .containsExactly(server.vector("tea"), server.vector("milk"));
        assertThat(providers.embedder.model()).isEqualTo("gemini-embedding-001");
    }

    @Test
    void a_query_is_sent_as_a_query() {
        providers.embedder.embedQuery("tea");

        assertThat(server.requests()
                        .getFirst()
                        .body()
                        .at("/requests/0/taskType")
                        .asString())
                .isEqualTo("RETRIEVAL_QUERY");
    }

    @ParameterizedTest
    @CsvSource({"34s, 34000", "38.5s, 38500", "0.25s, 250"})
    void the_delay_in_the_body_of_a_429_is_a_rate_limit(String delay, long millis) {
        server.respondWith(_ -> Reply.googleError(
                429,
                "RESOURCE_EXHAUSTED",
                "You exceeded your current quota",
                List.of(
                        Map.of("@type", "type.googleapis.com/google.rpc.Help"),
                        Map.of("@type", "type.googleapis.com/google.rpc.RetryInfo", "retryDelay", delay))));

        assertThat(catchThrowableOfType(IndexUnavailableException.class, () -> embed("tea"))
                        .retryAfter())
                .isEqualTo(Duration.ofMillis(millis));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_429_without_a_delay_is_a_rate_limit() {
        server.respondWith(
                _ -> Reply.googleError(429, "RESOURCE_EXHAUSTED", "You exceeded your current quota", List.of()));

        assertThat(catchThrowableOfType(IndexUnavailableException.class, () -> embed("tea"))
                        .retryAfter())
                .isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            400 | INVALID_ARGUMENT  | API_KEY_INVALID       | memlog.embedding.google.api-key
            401 | UNAUTHENTICATED   | CREDENTIALS_MISSING   | memlog.embedding.google.api-key
            403 | PERMISSION_DENIED | CONSUMER_SUSPENDED    | memlog.embedding.google.api-key
            404 | NOT_FOUND         | MODEL_NOT_FOUND       | memlog.embedding.google.model
            400 | FAILED_PRECONDITION | LOCATION_UNSUPPORTED | answered 400
            """)
    void a_wrong_setting_is_an_outage_and_no_fault_of_the_text(int status, String name, String reason, String message) {
        server.respondWith(_ -> Reply.googleError(
                status,
                name,
                "no",
                List.of(Map.of("@type", "type.googleapis.com/google.rpc.ErrorInfo", "reason", reason))));

        assertThatThrownBy(() -> embed("tea"))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessageContaining(message);
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_rejected_text_is_found_among_its_neighbours() {
        server.respondWith(request -> request.input().contains("forbidden")
                ? Reply.googleError(400, "INVALID_ARGUMENT", "not this one", List.of())
                : server.embed(request));

        assertThatThrownBy(() -> providers.embedder.embedPassages(List.of("tea", "milk", "forbidden")))
                .isInstanceOf(NonRetryableException.class)
                .hasMessage(REJECTED + "not this one");
        assertThat(server.embedded()).contains("tea", "milk");
    }

    @Test
    void when_every_text_is_rejected_a_setting_is_wrong() {
        server.respondWith(_ -> Reply.googleError(400, "INVALID_ARGUMENT", "no such dimension", List.of()));

        assertThatThrownBy(() -> providers.embedder.embedPassages(List.of("tea")))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessageContaining("memlog.embedding.google.model, .dimensions and .api-key");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <html> | not JSON
            {} | no list of vectors
            {"embeddings": []} | 0 vectors for 2 texts
            {"embeddings": [{"values": [1]}]} | 1 vectors for 2 texts
            {"embeddings": [{"values": [1, 1]}, {"values": [1, 1]}]} | memlog.embedding.google.dimensions is 128
            {"embeddings": [{}, {}]} | not a list of numbers
            """)
    void an_invalid_response_is_malformed(String body, String message) {
        server.respondWith(_ -> Reply.of(200, body));

        assertThatThrownBy(() -> embed("tea", "milk"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "NaN", "1e300"})
    void a_vector_without_a_direction_is_unusable(String value) {
        server.respondWith(
                _ -> Reply.of(200, "{\"embeddings\":[{\"values\":[" + (value + ",").repeat(127) + value + "]}]}"));

        assertThat(embed("tea").vectors()).containsExactly(Optional.empty());
    }

    @Test
    void an_unavailable_google_is_retried_shortly() {
        var failures = new AtomicInteger(2);
        server.respondWith(request -> failures.getAndDecrement() > 0
                ? Reply.googleError(503, "UNAVAILABLE", "The model is overloaded", List.of())
                : server.embed(request));

        assertThat(embed("tea").isUsable()).isTrue();
        assertThat(server.requests()).hasSize(3);
    }

    private EmbeddingResponse embed(String... texts) {
        return providers.provider.embed(EmbeddingPurpose.PASSAGE, List.of(texts), LONG);
    }
}
