package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.embedding.provider.FakeProvider.Reply;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One request to a real HTTP server.
class OpenAiProviderIT {

    private static final int DIMENSIONS = 8;
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final String REJECTED = "the embedding provider rejects a text: it ";

    private final FakeProvider server = FakeProvider.start(DIMENSIONS);
    private final ProviderFixture providers = ProviderFixture.at(server.url(), DIMENSIONS);

    @AfterEach
    void close() {
        providers.close();
        server.close();
    }

    @Test
    void texts_are_sent_in_the_format_of_openai() {
        embed("tea", "milk");

        var request = server.requests().getFirst();
        assertThat(request.body()).hasToString("""
                        {"model":"fake-1","input":["tea","milk"],"encoding_format":"float"}""");
        assertThat(request.authorization()).isEqualTo("Bearer " + ProviderFixture.KEY);
    }

    @Test
    void dimensions_are_requested_only_if_configured() {
        try (var shortened = ProviderFixture.at(server.url() + "/", DIMENSIONS, "request-dimensions", "true")) {
            shortened.provider.embed(EmbeddingPurpose.PASSAGE, List.of("tea"), LONG);
        }

        assertThat(server.requests().getFirst().body().path("dimensions").asInt())
                .isEqualTo(DIMENSIONS);
    }

    @Test
    void no_key_is_sent_if_none_is_configured() {
        try (var open = ProviderFixture.at(server.url(), DIMENSIONS, "api-key", "")) {
            open.provider.embed(EmbeddingPurpose.PASSAGE, List.of("tea"), LONG);
        }

        assertThat(server.requests().getFirst().authorization()).isNull();
    }

    @Test
    void vectors_are_ordered_by_their_index() {
        server.respondWith(request -> {
            var response = server.embed(request).json();
            var data = (ArrayNode) response.path("data");
            data.add(data.remove(0));
            return Reply.of(200, response.toString());
        });

        var response = embed("tea", "milk", "water");

        assertThat(response.vectors())
                .extracting(vector -> vector.orElseThrow().toArray())
                .containsExactly(server.vector("tea"), server.vector("milk"), server.vector("water"));
        assertThat(response.tokens()).isEqualTo(21);
    }

    @Test
    void vectors_without_an_index_are_in_the_order_of_the_texts() {
        server.respondWith(request -> {
            var response = server.embed(request).json();
            response.path("data").forEach(item -> ((ObjectNode) item).remove("index"));
            return Reply.of(200, response.toString());
        });

        assertThat(embed("tea", "milk").vectors())
                .extracting(vector -> vector.orElseThrow().toArray())
                .containsExactly(server.vector("tea"), server.vector("milk"));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retry_after_in_seconds_is_a_rate_limit(int status) {
        server.respondWith(_ -> Reply.retryAfter(status, "7"));

        assertThat(outage().retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void retry_after_with_a_date_is_a_rate_limit() {
        server.respondWith(_ -> Reply.retryAfter(
                429,
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().plusSeconds(90).atZone(ZoneOffset.UTC))));

        assertThat(outage().retryAfter()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
    }

    @Test
    void a_429_without_retry_after_is_a_rate_limit() {
        server.respondWith(_ -> Reply.error(429, "You exceeded your current quota"));

        assertThat(outage().retryAfter()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void a_rejection_has_the_message_of_the_provider(int status) {
        server.respondWith(_ -> Reply.error(status, "maximum context\n length is 512 tokens. " + "x".repeat(1_000)));

        var rejected = catchThrowableOfType(NonRetryableException.class, () -> embed("a secret"));

        assertThat(rejected.reason()).isEqualTo("content_refused");
        assertThat(rejected)
                .hasMessageStartingWith(REJECTED + "answered " + status + ": maximum context length is 512 tokens.");
        assertThat(rejected.getMessage()).hasSizeLessThan(300);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"error": "`inputs` must have less than 512 tokens"} | : `inputs` must have less than 512 tokens
            {"message": "too long"} | : too long
            {"detail": "too long"} | : too long
            {"error": {"message": "what is: a secret about tea ?"}} | ''
            {"error": {"message": "what is: \\"a secret about\\ntea\\" ?"}} | ''
            {"error": {"message": "no: sk-test-1234567890"}} | : no: ***
            <html>no</html> | ''
            [] | ''
            """)
    void a_message_never_contains_a_text_or_the_key(String body, String message) {
        server.respondWith(_ -> Reply.of(400, body));

        assertThatThrownBy(() -> embed("this is a secret about tea and milk"))
                .isInstanceOf(NonRetryableException.class)
                .hasMessage(REJECTED + "answered 400" + message);
    }

    @Test
    void a_truncated_message_does_not_contain_the_beginning_of_the_key() {
        server.respondWith(_ -> Reply.error(400, "x".repeat(190) + ProviderFixture.KEY));

        assertThatThrownBy(() -> embed("tea")).hasMessageEndingWith("x***");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 301, 408, 409, 500, 502, 503, 504})
    void a_failing_server_is_an_outage(int status) {
        server.respondWith(_ -> Reply.of(status));

        var outage = outage();

        assertThat(outage).hasMessage("the embedding provider answered " + status);
        assertThat(outage.unavailableDependency()).isEqualTo(PauseCause.PROVIDER);
        assertThat(outage.retryAfter()).isNull();
    }

    @Test
    void a_failing_server_is_retried_shortly() {
        var failures = new AtomicInteger(2);
        server.respondWith(request -> failures.getAndDecrement() > 0 ? Reply.of(503) : server.embed(request));

        assertThat(embed("tea").isUsable()).isTrue();
        assertThat(server.requests()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"401, api-key", "402, api-key", "403, api-key", "404, url", "404, model"})
    void a_wrong_setting_is_an_outage_that_names_it(int status, String setting) {
        server.respondWith(_ -> Reply.error(status, "Incorrect API key provided: " + ProviderFixture.KEY));

        assertThatThrownBy(() -> embed("tea"))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessageContaining("memlog.embedding.openai." + setting)
                .satisfies(outage -> assertThat(stackTrace(outage)).doesNotContain(ProviderFixture.KEY));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_refused_connection_is_an_outage() {
        server.close();

        assertThatThrownBy(() -> embed("tea"))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessageStartingWith("the embedding provider cannot be reached")
                .satisfies(outage -> assertThat(stackTrace(outage)).doesNotContain(ProviderFixture.KEY));
    }

    @Test
    void a_connection_reset_is_retried_shortly() {
        var cuts = new AtomicInteger(2);
        server.respondWith(request -> {
            if (cuts.getAndDecrement() > 0) {
                throw new IOException("cut");
            }
            return server.embed(request);
        });

        assertThat(embed("tea").isUsable()).isTrue();
        cuts.set(3);
        assertThatThrownBy(() -> embed("tea")).isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void a_server_that_does_not_answer_times_out_without_a_retry() {
        var never = new CountDownLatch(1);
        server.respondWith(request -> {
            never.await();
            return server.embed(request);
        });

        assertThatThrownBy(() ->
                        providers.provider.embed(EmbeddingPurpose.PASSAGE, List.of("tea"), Duration.ofMillis(200)))
                .isInstanceOf(IndexUnavailableException.class)
                .hasMessageContaining("does not answer in time (200 ms)");

        assertThat(server.requests()).hasSize(1);
        never.countDown();
    }

    @Test
    void a_body_that_never_ends_times_out() throws Exception {
        try (var slow = new SlowBodyServer();
                var other = ProviderFixture.at(slow.url(), DIMENSIONS)) {
            assertThatThrownBy(() ->
                            other.provider.embed(EmbeddingPurpose.PASSAGE, List.of("tea"), Duration.ofMillis(300)))
                    .isInstanceOf(IndexUnavailableException.class)
                    .hasMessageContaining("does not answer in time");
        }
    }

    @Test
    void a_body_that_is_too_large_is_malformed() {
        server.respondWith(_ -> Reply.of(200, "{\"data\":[" + " ".repeat(10_000_000) + "]}"));

        assertThatThrownBy(() -> embed("tea"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining("more than the 65920 bytes");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            welcome | not JSON
            {} | no list of vectors
            {"data": []} | 0 vectors for 2 texts
            {"data": [{"index": 0, "embedding": [1,1,1,1,1,1,1,1]}]} | 1 vectors for 2 texts
            {"data": [{"index": 0, "embedding": [1,1,1,1,1,1,1,1]}, {"index": 0, "embedding": [1,1,1,1,1,1,1,1]}]} | indexes do not match
            {"data": [{"index": 1, "embedding": [1,1,1,1,1,1,1,1]}, {"index": 2, "embedding": [1,1,1,1,1,1,1,1]}]} | indexes do not match
            {"data": [{"index": 0, "embedding": [1,1]}, {"index": 1, "embedding": [1,1]}]} | memlog.embedding.openai.dimensions is 8
            {"data": [{"index": 0, "embedding": "AAAA"}, {"index": 1, "embedding": "AAAA"}]} | not a list of numbers
            """)
    void an_invalid_response_is_malformed(String body, String message) {
        server.respondWith(_ -> Reply.of(200, body));

        assertThatThrownBy(() -> embed("tea", "milk"))
                .isInstanceOf(MalformedResponseException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0,0,0,0,0,0,0,0",
                "NaN,1,1,1,1,1,1,1",
                "null,1,1,1,1,1,1,1",
                "1e300,1,1,1,1,1,1,1",
                "-Infinity,1,1,1,1,1,1,1",
                "\"1\",1,1,1,1,1,1,1"
            })
    void a_vector_without_a_direction_is_unusable_and_its_neighbour_is_not(String values) {
        server.respondWith(_ -> Reply.of(200, """
                {"data": [{"index": 0, "embedding": [%s]}, {"index": 1, "embedding": [1,1,1,1,1,1,1,1]}]}
                """.formatted(values)));

        var response = embed("tea", "milk");

        assertThat(response.vectors().getFirst()).isEmpty();
        assertThat(response.vectors().getLast()).isPresent();
    }

    private EmbeddingResponse embed(String... texts) {
        return providers.provider.embed(EmbeddingPurpose.PASSAGE, List.of(texts), LONG);
    }

    private IndexUnavailableException outage() {
        return catchThrowableOfType(IndexUnavailableException.class, () -> embed("tea"));
    }

    private static String stackTrace(Throwable failure) {
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
