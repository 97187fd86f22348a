package io.memlog.embedding.openai;

import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Embeds the texts of writes, in requests of bounded size, one after the other.
///
/// A write spends a limited time on requests and pauses; longer waits are left to the consumer. The next
/// attempt reuses the vectors of the previous one, so that every attempt makes progress.
final class PassageEmbedder {

    private final ThrottledProvider requests;
    private final ProviderProbe probe;
    private final PartialResultCache partialResults;
    private final Duration maxElapsed;

    /// @param maxElapsed how long one write may send requests and pause
    PassageEmbedder(
            ThrottledProvider requests, ProviderProbe probe, PartialResultCache partialResults, Duration maxElapsed) {
        this.requests = requests;
        this.probe = probe;
        this.partialResults = partialResults;
        this.maxElapsed = maxElapsed;
    }

    /// @throws NonRetryableException    when the provider rejects one of the texts, and accepts others
    /// @throws IllegalArgumentException when it returns no usable vector for one of them
    List<Embedding> embed(List<String> texts) {
        return new Attempt(new LinkedHashSet<>(texts)).vectorsOf(texts);
    }

    private final class Attempt {

        private final Collection<String> distinctTexts;
        private final Map<String, Embedding> vectors;
        private final Deque<List<String>> pending = new ArrayDeque<>();
        private final long startedAt = System.nanoTime();
        private @Nullable String rejection;
        private boolean unusable;
        private boolean requested;
        private boolean anyAccepted;

        Attempt(Collection<String> distinctTexts) {
            this.distinctTexts = distinctTexts;
            this.vectors = new HashMap<>(partialResults.vectorsOf(distinctTexts));
            partialResults.reserve(distinctTexts);
            distinctTexts.forEach(text -> partialResults.rejectionOf(text).ifPresent(reason -> rejection = reason));
            pending.push(distinctTexts.stream()
                    .filter(text -> !vectors.containsKey(text)
                            && partialResults.rejectionOf(text).isEmpty())
                    .toList());
        }

        List<Embedding> vectorsOf(List<String> texts) {
            while (!pending.isEmpty()) {
                embedNext(pending.pop());
            }
            if (rejection != null) {
                throw new NonRetryableException(
                        "content_refused",
                        "the embedding provider rejects a text of the memory: it " + rejection,
                        null);
            }
            if (unusable) {
                throw new IllegalArgumentException("the embedding provider returns no usable vector for a text");
            }
            partialResults.remove(distinctTexts);
            return texts.stream()
                    .map(text -> Objects.requireNonNull(vectors.get(text)))
                    .toList();
        }

        private void embedNext(List<String> batch) {
            var maxSize = requests.size().current();
            if (batch.size() > maxSize) {
                split(batch, maxSize);
            } else if (!batch.isEmpty()) {
                switch (request(batch)) {
                    case EmbeddingResponse.Vectors response -> keep(batch, response);
                    case EmbeddingResponse.Rejected rejected
                    when batch.size() == 1 -> reject(batch.getFirst(), rejected);
                    case EmbeddingResponse.Rejected _ -> split(batch, batch.size() / 2);
                    case EmbeddingResponse.RateLimited _ -> pending.push(batch);
                }
            }
        }

        private void split(List<String> batch, int at) {
            pending.push(batch.subList(at, batch.size()));
            pending.push(batch.subList(0, at));
        }

        private void keep(List<String> batch, EmbeddingResponse.Vectors response) {
            anyAccepted = true;
            for (var i = 0; i < batch.size(); i++) {
                var text = batch.get(i);
                response.each().get(i).ifPresentOrElse(vector -> keep(text, vector), () -> unusable = true);
            }
        }

        private void keep(String text, Embedding vector) {
            vectors.put(text, vector);
            partialResults.put(text, vector);
        }

        /// If the provider rejects every text, its configuration is wrong and not the text.
        private void reject(String text, EmbeddingResponse.Rejected rejected) {
            if (anyAccepted) {
                rejection = rejected.reason();
                partialResults.putRejection(text, rejected.reason());
                return;
            }
            probe.sendProbe();
            anyAccepted = true;
            pending.push(List.of(text));
        }

        private EmbeddingResponse request(List<String> batch) {
            var remaining = maxElapsed.minusNanos(System.nanoTime() - startedAt);
            if (requested && !remaining.isPositive()) {
                throw ProviderUnavailable.retryLater(
                        "the embedding provider is slow: %d of the %d texts of a write are embedded"
                                .formatted(vectors.size(), distinctTexts.size()),
                        Duration.ZERO);
            }
            var response = requests.embed(batch, remaining);
            requested = true;
            return response;
        }
    }
}
