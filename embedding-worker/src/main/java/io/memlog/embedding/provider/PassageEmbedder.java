package io.memlog.embedding.provider;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.consumer.Deadline;
import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Embeds the texts of writes, in requests of bounded size, one after the other. A rejected request is bisected
/// down to the rejected text.
///
/// A write spends a limited time on requests and pauses; longer waits are left to the consumer. The next
/// attempt reuses the results of the previous one, so that every attempt makes progress.
final class PassageEmbedder {

    /// Far more than the vectors of one write.
    private static final long MAX_PARTIAL_RESULT_BYTES = 64L * 1024 * 1024;

    private static final Duration PARTIAL_RESULT_TTL = Duration.ofHours(2);

    /// Long enough to isolate the memory among those that were written with it.
    private static final Duration REJECTION_TTL = Duration.ofMinutes(1);

    private static final int MAX_REJECTIONS = 1_000;

    private final ProviderClient provider;
    private final RateLimitGate gate;
    private final ProviderSettings settings;
    private final AtomicInteger batchSize;
    private final Cache<String, Embedding> partialResults = Caffeine.newBuilder()
            .maximumWeight(MAX_PARTIAL_RESULT_BYTES)
            .weigher((String text, Embedding vector) ->
                    Float.BYTES * vector.dimensions() + Character.BYTES * text.length())
            .expireAfterAccess(PARTIAL_RESULT_TTL)
            .build();
    private final Cache<String, String> rejections = Caffeine.newBuilder()
            .maximumSize(MAX_REJECTIONS)
            .expireAfterWrite(REJECTION_TTL)
            .build();

    PassageEmbedder(ProviderClient provider, RateLimitGate gate, ProviderSettings settings) {
        this.provider = provider;
        this.gate = gate;
        this.settings = settings;
        this.batchSize = new AtomicInteger(settings.batchSize());
    }

    /// @throws NonRetryableException    when the provider rejects one of the texts, and accepts others
    /// @throws IllegalArgumentException when it returns no usable vector for one of them
    List<Embedding> embed(List<String> texts) {
        var vectors = new Write(new LinkedHashSet<>(texts)).vectors();
        partialResults.invalidateAll(vectors.keySet());
        return texts.stream()
                .map(text -> Objects.requireNonNull(vectors.get(text)))
                .toList();
    }

    private EmbeddingResponse request(List<String> batch) {
        try {
            var response = provider.embed(EmbeddingPurpose.PASSAGE, batch, settings.indexTimeout());
            batchSize.updateAndGet(size -> Math.min(settings.batchSize(), size + 1));
            return response;
        } catch (IndexUnavailableException e) {
            if (e.getCause() instanceof TimeoutException) {
                halveBatchSize();
            }
            throw e;
        }
    }

    private void halveBatchSize() {
        batchSize.updateAndGet(size -> Math.max(1, size / 2));
    }

    private final class Write {

        private final Set<String> texts;
        private final Deadline deadline = Deadline.after(settings.maxElapsed());
        private final Map<String, Embedding> vectors;
        private final Map<String, String> rejected;
        private boolean requested;
        private boolean limited;
        private boolean anyAccepted;

        Write(Set<String> texts) {
            this.texts = texts;
            this.vectors = new HashMap<>(partialResults.getAllPresent(texts));
            this.rejected = new HashMap<>(rejections.getAllPresent(texts));
        }

        Map<String, Embedding> vectors() {
            embed(texts.stream()
                    .filter(text -> !vectors.containsKey(text) && !rejected.containsKey(text))
                    .toList());
            if (!rejected.isEmpty()) {
                throw new NonRetryableException(
                        "content_refused", rejected.values().iterator().next(), null);
            }
            if (vectors.size() < texts.size()) {
                throw new IllegalArgumentException("the embedding provider returns no usable vector for a text");
            }
            return vectors;
        }

        private void embed(List<String> open) {
            for (var rest = open; !rest.isEmpty(); ) {
                var batch = rest.subList(0, Math.min(batchSize.get(), rest.size()));
                if (tryEmbed(batch)) {
                    rest = rest.subList(batch.size(), rest.size());
                }
            }
        }

        /// If the rate limit applies again right after its pause, a smaller request may pass.
        ///
        /// @return false if the rate limit applies
        private boolean tryEmbed(List<String> batch) {
            awaitPermission();
            try {
                var response = gate.trySend(() -> request(batch));
                if (response == null && limited) {
                    halveBatchSize();
                }
                limited = response == null;
                if (response != null) {
                    keep(batch, response);
                }
                return response != null;
            } catch (NonRetryableException e) {
                reject(batch, e);
                return true;
            }
        }

        private void awaitPermission() {
            gate.await(deadline.remaining());
            if (requested && deadline.isPast()) {
                throw new IndexUnavailableException(
                        PauseCause.PROVIDER,
                        "the embedding provider is slow: %d of the %d texts of a write are embedded"
                                .formatted(vectors.size(), texts.size()),
                        null,
                        Duration.ZERO);
            }
            requested = true;
        }

        private void keep(List<String> batch, EmbeddingResponse response) {
            anyAccepted = true;
            for (var i = 0; i < batch.size(); i++) {
                var text = batch.get(i);
                response.vectors().get(i).ifPresent(vector -> {
                    vectors.put(text, vector);
                    partialResults.put(text, vector);
                });
            }
        }

        /// If the provider rejects every text, its configuration is wrong and not the text.
        private void reject(List<String> batch, NonRetryableException rejection) {
            if (batch.size() > 1) {
                embed(batch.subList(0, batch.size() / 2));
                embed(batch.subList(batch.size() / 2, batch.size()));
                return;
            }
            if (!anyAccepted) {
                provider.probe();
                anyAccepted = true;
            }
            var reason = String.valueOf(rejection.getMessage());
            rejected.put(batch.getFirst(), reason);
            rejections.put(batch.getFirst(), reason);
        }
    }
}
