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

/// Embeds search queries within a short timeout, independently of indexing.
final class QueryEmbedder {

    private final EmbeddingProvider provider;
    private final OpenAiProperties properties;
    private final RetryAfterGate gate;
    private final StoppableSleep sleep;
    private final Timer pauses;
    private final QueryPriority queryPriority;
    private final HeuristicTokenCounter tokens = new HeuristicTokenCounter();
    private final CircuitBreaker breaker = breaker();

    QueryEmbedder(
            EmbeddingProvider provider,
            OpenAiProperties properties,
            Clock clock,
            StoppableSleep sleep,
            Timer pauses,
            QueryPriority queryPriority) {
        this.provider = provider;
        this.properties = properties;
        this.gate = new RetryAfterGate(clock);
        this.sleep = sleep;
        this.pauses = pauses;
        this.queryPriority = queryPriority;
    }

    /// A text that is too long for the model is truncated.
    Embedding embed(String text) {
        var prefix = properties.queryPrefix();
        var query = prefix + tokens.truncate(text, properties.maxTokens() - tokens.count(prefix));
        try {
            return breaker.executeSupplier(() -> embedInTime(List.of(query)));
        } catch (CallNotPermittedException e) {
            throw ProviderUnavailable.of(
                    "the circuit breaker of the embedding provider is open after several failures", e);
        } catch (MalformedResponseException e) {
            throw ProviderUnavailable.of(String.valueOf(e.getMessage()), e);
        }
    }

    private Embedding embedInTime(List<String> query) {
        var deadline = System.nanoTime() + properties.searchTimeout().toNanos();
        var response = request(query, deadline);
        if (response instanceof EmbeddingResponse.RateLimited) {
            queryPriority.queryWaiting();
            try {
                while (response instanceof EmbeddingResponse.RateLimited) {
                    response = request(query, deadline);
                }
            } finally {
                queryPriority.queryDone();
            }
        }
        return vector(response);
    }

    /// @throws IndexUnavailableException when the pause of the provider exceeds the remaining time
    private EmbeddingResponse request(List<String> query, long deadline) {
        var pause = gate.remaining(Duration.ofNanos(deadline - System.nanoTime()));
        sleep.pause(pause, pauses);
        var response = provider.embed(query, Duration.ofNanos(deadline - System.nanoTime()));
        if (response instanceof EmbeddingResponse.RateLimited(var asked)) {
            gate.close(asked);
        }
        return response;
    }

    private static Embedding vector(EmbeddingResponse response) {
        return switch (response) {
            case EmbeddingResponse.Vectors vectors ->
                vectors.each()
                        .getFirst()
                        .orElseThrow(
                                () -> new MalformedResponseException("returns no usable vector for the query", null));
            case EmbeddingResponse.Rejected(var reason) ->
                throw new NonRetryableException(
                        "content_refused", "the embedding provider rejects the query: it " + reason, null);
            case EmbeddingResponse.RateLimited(var pause) -> throw ProviderUnavailable.rateLimited(pause);
        };
    }

    /// Opens when most of the last ten queries failed, so that searches do not wait for a provider that hangs;
    /// tries again after two seconds.
    private static CircuitBreaker breaker() {
        return CircuitBreaker.of(
                "embedding-provider",
                CircuitBreakerConfig.custom()
                        .slidingWindowSize(10)
                        .minimumNumberOfCalls(5)
                        .failureRateThreshold(80)
                        .waitDurationInOpenState(Duration.ofSeconds(2))
                        .permittedNumberOfCallsInHalfOpenState(2)
                        .recordException(QueryEmbedder::isFailure)
                        .build());
    }

    private static boolean isFailure(Throwable failure) {
        return failure instanceof MalformedResponseException
                || (failure instanceof IndexUnavailableException unavailable && unavailable.retryAfter() == null);
    }
}
