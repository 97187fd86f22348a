package io.memlog.embedding.provider;

import io.memlog.consumer.Deadline;
import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.embedding.model.Embedder;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/// Embeds with a provider.
///
/// Queries have priority over passages: they have a short timeout, a rate limit of passages does not hold them
/// back, and one of queries holds back passages until a waiting query was sent.
final class ProviderEmbedder implements Embedder {

    private static final Duration QUERY_LEAD = Duration.ofMillis(250);

    private final ProviderApi api;
    private final ProviderSettings settings;
    private final ProviderClient provider;
    private final RateLimitGate passageGate;
    private final RateLimitGate queryGate;
    private final PassageEmbedder passages;
    private final HeuristicTokenCounter tokens = new HeuristicTokenCounter();

    ProviderEmbedder(ProviderApi api, ProviderClient provider, MeterRegistry meters) {
        this.api = api;
        this.settings = api.settings();
        this.provider = provider;
        this.passageGate = new RateLimitGate(EmbeddingMeters.rateLimitWaits(meters, "passage"));
        this.queryGate = new RateLimitGate(EmbeddingMeters.rateLimitWaits(meters, "query"));
        this.passages = new PassageEmbedder(provider, passageGate, settings);
    }

    @Override
    public String model() {
        return settings.model();
    }

    @Override
    public int dimensions() {
        return settings.dimensions();
    }

    @Override
    public List<Embedding> embedPassages(List<String> texts) {
        return passages.embed(texts);
    }

    /// A text that is too long for the model is truncated.
    @Override
    public Embedding embedQuery(String text) {
        var query = tokens.truncate(text, api.maxTokens(EmbeddingPurpose.QUERY));
        try {
            return embedInTime(query);
        } catch (MalformedResponseException e) {
            throw ProviderClient.unavailable(String.valueOf(e.getMessage()), e);
        }
    }

    /// Sends a request only after the last one failed, so that a healthy provider costs nothing.
    @Override
    public void probe() {
        passageGate.await(settings.maxElapsed());
        if (provider.failureReason() != null) {
            passageGate.trySend(provider::probe);
            passageGate.await(Duration.ZERO);
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        passageGate.stop();
        queryGate.stop();
    }

    /// Waits for the rate limit within the timeout.
    private Embedding embedInTime(String query) {
        var deadline = Deadline.after(settings.searchTimeout());
        while (true) {
            queryGate.await(deadline.remaining());
            var response = queryGate.trySend(
                    () -> provider.embed(EmbeddingPurpose.QUERY, List.of(query), deadline.remaining()));
            if (response != null) {
                return response.vectors()
                        .getFirst()
                        .orElseThrow(() -> new MalformedResponseException("returns no usable vector for the query"));
            }
            passageGate.close(queryGate.remaining().plus(QUERY_LEAD));
        }
    }
}
