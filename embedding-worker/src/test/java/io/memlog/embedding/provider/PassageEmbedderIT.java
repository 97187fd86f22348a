package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.embedding.provider.FakeProvider.Reply;
import io.memlog.embedding.provider.FakeProvider.Request;
import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.event.ContextClosedEvent;
import tools.jackson.databind.node.ArrayNode;

/// Writes of passages to a provider on a real HTTP server, without a cache.
class PassageEmbedderIT {

    private static final int DIMENSIONS = 16;

    private final FakeProvider server = FakeProvider.start(DIMENSIONS);
    private final ProviderFixture providers = ProviderFixture.at(server.url(), DIMENSIONS, "batch-size", "4");

    @AfterEach
    void close() {
        providers.close();
        server.close();
    }

    @Test
    void many_texts_are_sent_in_requests_of_bounded_size() {
        var texts = texts(10);

        assertThat(embed(texts)).isEqualTo(vectors(texts));

        assertThat(server.requests())
                .extracting(request -> request.input().size())
                .containsExactly(4, 4, 2);
    }

    @Test
    void a_text_that_occurs_twice_is_embedded_once() {
        assertThat(embed(List.of("tea", "milk", "tea"))).isEqualTo(vectors(List.of("tea", "milk", "tea")));

        assertThat(server.embedded()).containsExactly("tea", "milk");
    }

    @Test
    void no_texts_cause_no_request() {
        assertThat(embed(List.of())).isEmpty();

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_passage_is_sent_with_its_prefix() {
        try (var prefixed = ProviderFixture.at(server.url(), DIMENSIONS, "passage-prefix", "passage: ")) {
            prefixed.embedder.embedPassages(List.of("tea"));
        }

        assertThat(server.embedded()).containsExactly("passage: tea");
    }

    @Test
    void a_short_pause_is_waited_out() {
        server.respondWith(new FakeRateLimit(server::embed, 2, 2, 1));

        assertThat(embed(texts(12))).isEqualTo(vectors(texts(12)));

        assertThat(providers
                        .meters
                        .get("memlog.embedding.rate.limit.waits")
                        .tag("kind", "passage")
                        .timer()
                        .count())
                .isPositive();
        assertThat(server.embedded()).hasSize(12);
    }

    @Test
    void a_pause_ends_when_the_application_stops() throws Exception {
        server.respondWith(_ -> Reply.retryAfter(429, "8"));
        try (var application = new AnnotationConfigApplicationContext();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            application.registerBean(ProviderEmbedder.class, () -> providers.embedder);
            application.refresh();
            var write = threads.submit(() -> embed(List.of("tea")));
            await().until(() -> !server.requests().isEmpty());

            application.publishEvent(new ContextClosedEvent(application));

            assertThat(write)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withMessageContaining("stops");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void a_long_pause_is_left_to_the_consumer_without_further_requests() {
        server.respondWith(_ -> Reply.retryAfter(429, "40"));

        var first = catchThrowableOfType(IndexUnavailableException.class, () -> embed(texts(3)));
        var second = catchThrowableOfType(IndexUnavailableException.class, () -> embed(texts(3)));
        var probe = catchThrowableOfType(IndexUnavailableException.class, providers.embedder::probe);

        assertThat(List.of(first, second, probe))
                .allSatisfy(outage ->
                        assertThat(outage.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40)));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void every_attempt_makes_progress_although_only_one_request_passes() {
        try (var impatient = ProviderFixture.at(server.url(), DIMENSIONS, "batch-size", "4", "max-elapsed", "0s")) {
            var texts = texts(100);
            var attempts = 0;
            List<Embedding> vectors = List.of();
            while (vectors.isEmpty() && attempts < 100) {
                attempts++;
                try {
                    vectors = impatient.embedder.embedPassages(texts);
                } catch (IndexUnavailableException e) {
                    assertThat(e.retryAfter()).isEqualTo(Duration.ZERO);
                    assertThat(e).hasMessageContaining("of the 100 texts of a write are embedded");
                }
            }

            assertThat(vectors).isEqualTo(vectors(texts));
            assertThat(attempts).isEqualTo(25);
            assertThat(server.embedded()).hasSize(100).doesNotHaveDuplicates();
        }
    }

    @Test
    void texts_embedded_before_an_outage_are_not_requested_again_by_parts_of_the_write() {
        var requests = new AtomicInteger();
        server.respondWith(request -> requests.incrementAndGet() > 2 ? Reply.of(500) : server.embed(request));
        assertThatThrownBy(() -> embed(texts(12))).isInstanceOf(IndexUnavailableException.class);
        server.recover();

        embed(texts(12).subList(0, 6));
        embed(texts(12).subList(6, 12));

        assertThat(server.embedded()).hasSize(12).doesNotHaveDuplicates();
    }

    @Test
    void a_request_that_is_repeatedly_rate_limited_gets_smaller() {
        server.respondWith(request -> request.input().size() > 1 ? Reply.retryAfter(429, "0") : server.embed(request));

        assertThat(embed(texts(4))).isEqualTo(vectors(texts(4)));
    }

    @Test
    void a_request_that_times_out_is_smaller_the_next_time() {
        var never = new CountDownLatch(1);
        server.respondWith(request -> {
            if (request.input().size() > 2) {
                never.await();
            }
            return server.embed(request);
        });
        try (var quick = ProviderFixture.at(server.url(), DIMENSIONS, "batch-size", "4", "index-timeout", "300ms")) {
            assertThatThrownBy(() -> quick.embedder.embedPassages(texts(2 + 2)))
                    .isInstanceOf(IndexUnavailableException.class)
                    .hasMessageContaining("does not answer in time");

            assertThat(quick.embedder.embedPassages(texts(2))).hasSize(2);
        } finally {
            never.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void a_rejected_text_is_isolated_and_its_neighbours_are_kept(int status) {
        server.respondWith(
                request -> holds(request, "text 5") ? Reply.error(status, "too long") : server.embed(request));

        assertThatThrownBy(() -> embed(texts(10)))
                .isInstanceOf(NonRetryableException.class)
                .hasMessage("the embedding provider rejects a text: it answered %d: too long", status)
                .extracting("reason")
                .isEqualTo("content_refused");

        var asked = server.requests().size();
        var others = texts(10).stream().filter(text -> !text.equals("text 5")).toList();
        assertThat(embed(others)).isEqualTo(vectors(others));
        assertThatThrownBy(() -> embed(List.of("text 5"))).isInstanceOf(NonRetryableException.class);
        assertThat(server.requests()).hasSize(asked);
    }

    @Test
    void a_provider_that_rejects_everything_is_an_outage_that_names_the_settings() {
        server.respondWith(_ -> Reply.error(400, "this model does not support dimensions"));

        for (Runnable call : List.<Runnable>of(() -> embed(texts(3)), providers.embedder::probe)) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(IndexUnavailableException.class)
                    .hasMessageContaining("memlog.embedding.openai.model")
                    .hasMessageContaining("this model does not support dimensions");
        }
    }

    @Test
    void a_probe_that_is_rate_limited_holds_back_writes() {
        server.respondWith(_ -> Reply.of(500));
        assertThatThrownBy(() -> embed(List.of("tea"))).isInstanceOf(IndexUnavailableException.class);
        server.respondWith(_ -> Reply.retryAfter(429, "40"));
        assertThatThrownBy(providers.embedder::probe).isInstanceOf(IndexUnavailableException.class);
        server.recover();

        var outage = catchThrowableOfType(IndexUnavailableException.class, () -> embed(List.of("tea")));

        assertThat(outage.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(40));
    }

    @Test
    void a_rate_limit_of_queries_holds_back_writes() {
        server.respondWith(_ -> Reply.retryAfter(429, "40"));
        assertThatThrownBy(() -> providers.embedder.embedQuery("tea")).isInstanceOf(IndexUnavailableException.class);
        server.recover();

        var outage = catchThrowableOfType(IndexUnavailableException.class, () -> embed(List.of("tea")));

        assertThat(outage.retryAfter()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(41));
    }

    @Test
    void a_batch_that_is_too_large_for_the_provider_is_split() {
        server.respondWith(request -> request.input().size() > 3
                ? Reply.error(413, "batch size 4 > maximum allowed batch size 3")
                : server.embed(request));

        assertThat(embed(texts(8))).isEqualTo(vectors(texts(8)));
    }

    @Test
    void a_text_without_a_usable_vector_fails_the_write_and_its_neighbours_are_kept() {
        server.respondWith(request -> {
            var response = server.embed(request).json();
            for (var i = 0; i < request.input().size(); i++) {
                if (request.input().get(i).equals("text 1")) {
                    ((ArrayNode) response.at("/data/" + i + "/embedding")).set(0, Double.NaN);
                }
            }
            return Reply.of(200, response.toString().replace("\"NaN\"", "NaN"));
        });

        assertThatThrownBy(() -> embed(texts(3))).isInstanceOf(IllegalArgumentException.class);

        server.respondWith(_ -> Reply.of(500));
        assertThat(embed(List.of("text 0", "text 2"))).isEqualTo(vectors(List.of("text 0", "text 2")));
    }

    @Test
    void a_probe_sends_a_request_only_after_a_failure() {
        providers.embedder.probe();
        assertThat(server.requests()).isEmpty();

        server.respondWith(_ -> Reply.of(500));
        assertThatThrownBy(() -> embed(List.of("tea"))).isInstanceOf(IndexUnavailableException.class);
        assertThatThrownBy(providers.embedder::probe).isInstanceOf(IndexUnavailableException.class);

        server.recover();
        var asked = server.requests().size();
        providers.embedder.probe();
        assertThat(server.requests()).hasSize(asked + 1);
        providers.embedder.probe();
        assertThat(server.requests()).hasSize(asked + 1);
    }

    @Test
    void a_probe_fails_while_responses_are_malformed() {
        server.respondWith(_ -> Reply.of(200, "{\"data\":[]}"));

        assertThatThrownBy(() -> embed(List.of("tea"))).isInstanceOf(MalformedResponseException.class);
        assertThatThrownBy(providers.embedder::probe).isInstanceOf(IndexUnavailableException.class);
    }

    @Test
    void requests_texts_and_tokens_are_metered() {
        embed(texts(6));
        server.respondWith(_ -> Reply.error(400, "no"));
        assertThatThrownBy(() -> embed(List.of("tea"))).isInstanceOf(IndexUnavailableException.class);

        assertThat(requests("passage", "answered")).isEqualTo(2);
        assertThat(requests("passage", "rejected")).isEqualTo(1);
        assertThat(requests("probe", "rejected")).isEqualTo(1);
        assertThat(providers.meters.get("memlog.embedding.texts").counter().count())
                .isEqualTo(6);
        assertThat(providers.meters.get("memlog.embedding.tokens").counter().count())
                .isEqualTo(42);
    }

    private long requests(String kind, String outcome) {
        return providers
                .meters
                .get("memlog.embedding.requests")
                .tag("kind", kind)
                .tag("outcome", outcome)
                .timer()
                .count();
    }

    private static boolean holds(Request request, String text) {
        return new HashSet<>(request.input()).contains(text);
    }

    private List<Embedding> embed(List<String> texts) {
        return providers.embedder.embedPassages(texts);
    }

    private List<Embedding> vectors(List<String> texts) {
        return texts.stream().map(server::vector).map(Embedding::of).toList();
    }

    private static List<String> texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "text " + i).toList();
    }
}
