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
    private final PartialResultCache unfinished;
    private final Duration patience;

    /// @param patience how long one write may make requests and wait
    PassageEmbedder(ThrottledProvider requests, ProviderProbe probe, PartialResultCache unfinished, Duration patience) {
        this.requests = requests;
        this.probe = probe;
        this.unfinished = unfinished;
        this.patience = patience;
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
        private final long begun = System.nanoTime();
        private @Nullable String refusal;
        private boolean unusable;
        private boolean asked;
        private boolean proven;

        Attempt(Collection<String> wanted) {
            this.wanted = wanted;
            this.vectors = new HashMap<>(unfinished.vectorsOf(wanted));
            unfinished.begin(wanted);
            wanted.forEach(text -> unfinished.refusalOf(text).ifPresent(why -> refusal = why));
            open.push(wanted.stream()
                    .filter(text -> !vectors.containsKey(text)
                            && unfinished.refusalOf(text).isEmpty())
                    .toList());
        }

        List<Embedding> vectorsOf(List<String> texts) {
            while (!open.isEmpty()) {
                step(open.pop());
            }
            if (refusal != null) {
                throw new NonRetryableException(
                        "content_refused", "the embedding provider refuses a text of the memory: it " + refusal, null);
            }
            if (unusable) {
                throw new IllegalArgumentException("the embedding provider gives no usable vector for a text");
            }
            unfinished.finished(wanted);
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
                    case EmbeddingResponse.Refused refused when batch.size() == 1 -> refuse(batch.getFirst(), refused);
                    case EmbeddingResponse.Refused _ -> split(batch, batch.size() / 2);
                    case EmbeddingResponse.Deferred _ -> open.push(batch);
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
            unfinished.keep(text, vector);
        }

        /// A provider that takes nothing at all is not set up as it should be: no text is to blame.
        private void refuse(String text, EmbeddingResponse.Refused refused) {
            if (proven) {
                refusal = refused.why();
                unfinished.refused(text, refused.why());
                return;
            }
            probe.ask();
            proven = true;
            open.push(List.of(text));
        }

        private EmbeddingResponse ask(List<String> batch) {
            var left = patience.minusNanos(System.nanoTime() - begun);
            if (asked && !left.isPositive()) {
                throw ProviderUnavailable.because(
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
