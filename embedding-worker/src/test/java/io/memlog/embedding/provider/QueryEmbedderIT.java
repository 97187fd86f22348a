package io.memlog.embedding.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.embedding.provider.FakeProvider.Reply;
import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Queries embedded by a provider on a real HTTP server.
class QueryEmbedderIT {

    private static final int DIMENSIONS = 16;

    private final FakeProvider server = FakeProvider.start(DIMENSIONS);
    private final ProviderFixture providers = ProviderFixture.at(server.url(), DIMENSIONS);

    @AfterEach
    void close() {
        providers.close();
        server.close();
    }

    @Test
    void a_query_is_sent_with_its_prefix() {
        try (var prefixed = ProviderFixture.at(server.url(), DIMENSIONS, "query-prefix", "query: ")) {
            assertThat(prefixed.embedder.embedQuery("tea")).isEqualTo(Embedding.of(server.vector("query: tea")));
        }
    }

    @Test
    void a_query_that_is_too_long_for_the_model_is_truncated() {
        providers.embedder.embedQuery("word ".repeat(1_600));

        assertThat(server.embedded().getFirst()).startsWith("word word").hasSizeBetween(1_000, 5_000);
    }

    @Test
    void queries_succeed_while_writes_use_up_the_rate_limit() throws Exception {
        server.respondWith(new FakeRateLimit(server::embed, 2, 1, 1));
        var stop = new AtomicBoolean();
        try (var limited = ProviderFixture.at(server.url(), DIMENSIONS, "search-timeout", "4s");
                var writes = Executors.newVirtualThreadPerTaskExecutor();
                AutoCloseable _ = () -> stop.set(true)) {
            IntStream.range(0, 20).forEach(_ -> writes.execute(() -> indexUntil(stop, limited.embedder)));
            await().until(() -> server.embedded().size() > 1);

            for (var i = 0; i < 5; i++) {
                assertThat(limited.embedder.embedQuery("query " + i))
                        .isEqualTo(Embedding.of(server.vector("query " + i)));
            }
        }
    }

    @Test
    void a_query_does_not_wait_for_a_long_pause() {
        server.respondWith(_ -> Reply.retryAfter(429, "30"));

        var first = catchThrowableOfType(IndexUnavailableException.class, () -> providers.embedder.embedQuery("tea"));
        var second = catchThrowableOfType(IndexUnavailableException.class, () -> providers.embedder.embedQuery("milk"));

        assertThat(first.retryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(second.retryAfter()).isBetween(Duration.ofSeconds(20), Duration.ofSeconds(30));
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void a_pause_of_indexing_does_not_block_queries() {
        server.respondWith(_ -> Reply.retryAfter(429, "30"));
        assertThatThrownBy(() -> providers.embedder.embedPassages(List.of("tea")))
                .isInstanceOf(IndexUnavailableException.class);

        server.recover();

        assertThat(providers.embedder.embedQuery("tea")).isNotNull();
    }

    @Test
    void a_query_times_out_while_the_provider_hangs() {
        var never = new CountDownLatch(1);
        server.respondWith(request -> {
            never.await();
            return server.embed(request);
        });
        try (var quick = ProviderFixture.at(server.url(), DIMENSIONS, "search-timeout", "50ms")) {
            assertThatThrownBy(() -> quick.embedder.embedQuery("tea"))
                    .isInstanceOf(IndexUnavailableException.class)
                    .hasMessageContaining("does not answer in time");

            assertThat(quick.meters
                            .get("memlog.embedding.requests")
                            .tag("kind", "query")
                            .tag("outcome", "failed")
                            .timer()
                            .count())
                    .isEqualTo(1);
        } finally {
            never.countDown();
        }
    }

    @Test
    void a_rejected_query_is_not_an_outage() {
        var asked = new AtomicInteger();
        server.respondWith(_ -> {
            asked.incrementAndGet();
            return Reply.error(400, "no");
        });

        IntStream.range(0, 12)
                .forEach(i -> assertThatThrownBy(() -> providers.embedder.embedQuery("query " + i))
                        .isInstanceOf(NonRetryableException.class));

        assertThat(asked).hasValue(12);
    }

    @Test
    void a_query_without_a_usable_vector_is_an_outage() {
        server.respondWith(_ -> Reply.of(200, "{\"data\":[{\"index\":0,\"embedding\":[" + "0,".repeat(15) + "0]}]}"));

        assertThatThrownBy(() -> providers.embedder.embedQuery("tea")).isInstanceOf(IndexUnavailableException.class);
    }

    private static void indexUntil(AtomicBoolean stop, ProviderEmbedder embedder) {
        for (var i = 0; !stop.get(); i++) {
            try {
                embedder.embedPassages(List.of("text " + i));
            } catch (IndexUnavailableException e) {
                assertThat(e.retryAfter()).isNotNull();
            }
        }
    }
}
