package io.memlog.embedding.openai;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.memlog.schemas.memory.Embedding;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/// Caches the results of interrupted writes, so that the next attempt continues from there. Holds the whole
/// of a write, however large, so that attempts do not evict each other's progress.
final class PartialResultCache {

    private static final long MAX_BYTES = 64L * 1024 * 1024;
    private static final Duration VECTOR_TTL = Duration.ofHours(2);
    private static final int MAX_REJECTIONS = 1_000;

    /// Long enough to isolate the memory among those that were written with it.
    private static final Duration REJECTION_TTL = Duration.ofMinutes(1);

    private final int dimensions;
    private final Cache<String, Embedding> vectors;
    private final Cache<String, String> rejections;

    PartialResultCache(int dimensions) {
        this.dimensions = dimensions;
        this.vectors = Caffeine.newBuilder()
                .maximumWeight(MAX_BYTES)
                .weigher((String text, Embedding _) -> bytes(text))
                .expireAfterAccess(VECTOR_TTL)
                .build();
        this.rejections = Caffeine.newBuilder()
                .maximumSize(MAX_REJECTIONS)
                .expireAfterWrite(REJECTION_TTL)
                .build();
    }

    Map<String, Embedding> vectorsOf(Collection<String> texts) {
        return vectors.getAllPresent(texts);
    }

    /// Why the provider recently rejected the text, if it did.
    Optional<String> rejectionOf(String text) {
        return Optional.ofNullable(rejections.getIfPresent(text));
    }

    void reserve(Collection<String> texts) {
        var needed = 2 * texts.stream().mapToLong(this::bytes).sum();
        vectors.policy().eviction().ifPresent(bound -> bound.setMaximum(Math.max(MAX_BYTES, needed)));
    }

    void put(String text, Embedding vector) {
        vectors.put(text, vector);
    }

    void putRejection(String text, String reason) {
        rejections.put(text, reason);
    }

    void remove(Collection<String> texts) {
        vectors.invalidateAll(texts);
    }

    private int bytes(String text) {
        return Float.BYTES * dimensions + Character.BYTES * text.length();
    }
}
