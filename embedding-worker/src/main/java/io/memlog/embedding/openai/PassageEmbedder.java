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
/// A write waits for the provider as long as its patience lasts; what is longer is left to the consumer. What
/// was embedded by then is not asked for again by the next attempt, so that every attempt gets further.
final class PassageEmbedder {

    private final ThrottledProvider requests;
    private final ProviderProbe probe;
    private final PartialResultCache partialResults;
    private final Duration maxElapsed;

    /// @param maxElapsed how long one write may make requests and wait
    PassageEmbedder(
            ThrottledProvider requests, ProviderProbe probe, PartialResultCache partialResults, Duration maxElapsed) {
        this.requests = requests;
        this.probe = probe;
        this.partialResults = partialResults;
        this.maxElapsed = maxElapsed;
    }

    /// @throws NonRetryableException         when the provider does not take one of the texts, and takes others
    /// @throws IllegalArgumentException when it gives no usable vector for one of them
    List<Embedding> embed(List<String> texts) {
        return new Attempt(new LinkedHashSet<>(texts)).vectorsOf(texts);
    }

    private final class Attempt {

        private final Collection<String> wanted;
        private final Map<String, Embedding> vectors;
        private final Deque<List<String>> open = new ArrayDeque<>();
        private final long startedAt = System.nanoTime();
        private @Nullable String rejection;
        private boolean unusable;
        private boolean asked;
        private boolean proven;

        Attempt(Collection<String> wanted) {
            this.wanted = wanted;
            this.vectors = new HashMap<>(partialResults.vectorsOf(wanted));
            partialResults.begin(wanted);
            wanted.forEach(text -> partialResults.rejectionOf(text).ifPresent(reason -> rejection = reason));
            open.push(wanted.stream()
                    .filter(text -> !vectors.containsKey(text)
                            && partialResults.rejectionOf(text).isEmpty())
                    .toList());
        }

        List<Embedding> vectorsOf(List<String> texts) {
            while (!open.isEmpty()) {
                step(open.pop());
            }
            if (rejection != null) {
                throw new NonRetryableException(
                        "content_refused",
                        "the embedding provider refuses a text of the memory: it " + rejection,
                        null);
            }
            if (unusable) {
                throw new IllegalArgumentException("the embedding provider gives no usable vector for a text");
            }
            partialResults.finished(wanted);
            return texts.stream()
                    .map(text -> Objects.requireNonNull(vectors.get(text)))
                    .toList();
        }

        private void step(List<String> batch) {
            var most = requests.size().current();
            if (batch.size() > most) {
                split(batch, most);
            } else if (!batch.isEmpty()) {
                switch (ask(batch)) {
                    case EmbeddingResponse.Vectors given -> keep(batch, given);
                    case EmbeddingResponse.Rejected rejected
                    when batch.size() == 1 -> refuse(batch.getFirst(), rejected);
                    case EmbeddingResponse.Rejected _ -> split(batch, batch.size() / 2);
                    case EmbeddingResponse.RateLimited _ -> open.push(batch);
                }
            }
        }

        private void split(List<String> batch, int at) {
            open.push(batch.subList(at, batch.size()));
            open.push(batch.subList(0, at));
        }

        private void keep(List<String> batch, EmbeddingResponse.Vectors given) {
            proven = true;
            for (var i = 0; i < batch.size(); i++) {
                var text = batch.get(i);
                given.each().get(i).ifPresentOrElse(vector -> keep(text, vector), () -> unusable = true);
            }
        }

        private void keep(String text, Embedding vector) {
            vectors.put(text, vector);
            partialResults.keep(text, vector);
        }

        /// A provider that takes nothing at all is not set up as it should be: no text is to blame.
        private void refuse(String text, EmbeddingResponse.Rejected rejected) {
            if (proven) {
                rejection = rejected.reason();
                partialResults.rejected(text, rejected.reason());
                return;
            }
            probe.ask();
            proven = true;
            open.push(List.of(text));
        }

        private EmbeddingResponse ask(List<String> batch) {
            var left = maxElapsed.minusNanos(System.nanoTime() - startedAt);
            if (asked && !left.isPositive()) {
                throw ProviderUnavailable.of(
                        "the embedding provider takes its time: %d of the %d texts of a write are embedded"
                                .formatted(vectors.size(), wanted.size()),
                        null,
                        Duration.ZERO);
            }
            var answer = requests.ask(batch, left);
            asked = true;
            return answer;
        }
    }
}
