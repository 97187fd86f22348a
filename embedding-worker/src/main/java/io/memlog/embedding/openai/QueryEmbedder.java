package io.memlog.embedding.openai;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// Embeds what people ask for: within a short time or not at all, and whatever indexing is at.
final class QueryEmbedder {

    private final EmbeddingProvider provider;
    private final OpenAiProperties properties;
    private final RetryAfterGate gate;
    private final StoppableSleep sleep;
    private final Timer waited;
    private final QueryPriority queryPriority;
    private final HeuristicTokenCounter tokens = new HeuristicTokenCounter();
    private final CircuitBreaker breaker = breaker();

    QueryEmbedder(
            EmbeddingProvider provider,
            OpenAiProperties properties,
            Clock clock,
            StoppableSleep sleep,
            Timer waited,
            QueryPriority queryPriority) {
        this.provider = provider;
        this.properties = properties;
        this.gate = new RetryAfterGate(clock);
        this.sleep = sleep;
        this.waited = waited;
        this.queryPriority = queryPriority;
    }

    /// Of a text that is too long for the model the beginning counts.
    Embedding embed(String text) {
        var prefix = properties.queryPrefix();
        var question = prefix + tokens.truncate(text, properties.maxTokens() - tokens.count(prefix));
        try {
            return breaker.executeSupplier(() -> inTime(List.of(question)));
        } catch (CallNotPermittedException e) {
            throw ProviderUnavailable.of(
                    "the embedding provider has just failed several times and is left alone for a moment", e);
        } catch (MalformedResponseException e) {
            throw ProviderUnavailable.of(String.valueOf(e.getMessage()), e);
        }
    }

    private Embedding inTime(List<String> question) {
        var deadline = System.nanoTime() + properties.searchTimeout().toNanos();
        var answer = ask(question, deadline);
        if (answer instanceof EmbeddingResponse.RateLimited) {
            queryPriority.queryWaiting();
            try {
                while (answer instanceof EmbeddingResponse.RateLimited) {
                    answer = ask(question, deadline);
                }
            } finally {
                queryPriority.queryDone();
            }
        }
        return vector(answer);
    }

    /// @throws IndexUnavailableException when there is no time left to wait for the provider
    private EmbeddingResponse ask(List<String> question, long deadline) {
        var left = gate.remaining();
        if (left.toNanos() > deadline - System.nanoTime()) {
            throw ProviderUnavailable.of("the embedding provider asks to be left alone", null, left);
        }
        if (left.isPositive()) {
            sleep.pause(left, waited);
        }
        var answer = provider.embed(question, Duration.ofNanos(deadline - System.nanoTime()));
        if (answer instanceof EmbeddingResponse.RateLimited(var pause)) {
            gate.begin(pause);
        }
        return answer;
    }

    private static Embedding vector(EmbeddingResponse answer) {
        return switch (answer) {
            case EmbeddingResponse.Vectors given ->
                given.each()
                        .getFirst()
                        .orElseThrow(
                                () -> new MalformedResponseException("gives no usable vector for a question", null));
            case EmbeddingResponse.Rejected(var reason) ->
                throw new NonRetryableException(
                        "content_refused", "the embedding provider refuses the question: it " + reason, null);
            case EmbeddingResponse.RateLimited(var pause) ->
                throw ProviderUnavailable.of("the embedding provider asks to be left alone", null, pause);
        };
    }

    /// Opens when most of the last ten questions failed, so that nobody waits for a provider that hangs; asks
    /// it again after two seconds.
    private static CircuitBreaker breaker() {
        return CircuitBreaker.of(
                "embedding-provider",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(QueryEmbedder::isTrouble)
                        .build());
    }

    private static boolean isTrouble(Throwable failure) {
        return failure instanceof MalformedResponseException
                || (failure instanceof IndexUnavailableException away && away.retryAfter() == null);
    }
}
