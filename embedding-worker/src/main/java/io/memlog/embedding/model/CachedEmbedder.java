package io.memlog.embedding.model;

import com.github.benmanes.caffeine.cache.Cache;
import io.memlog.schemas.memory.Embedding;

/// An embedder that remembers the vectors of recent texts, by their content.
final class CachedEmbedder implements Embedder {

    private final Embedder embedder;
    private final Cache<Content, Embedding> cache;

    CachedEmbedder(Embedder embedder, Cache<Content, Embedding> cache) {
        this.embedder = embedder;
        this.cache = cache;
    }

    @Override
    public String model() {
        return embedder.model();
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public Embedding passage(String text) {
        return cache.get(new Content(text, false), _ -> embedder.passage(text));
    }

    @Override
    public Embedding query(String text) {
        return cache.get(new Content(text, true), _ -> embedder.query(text));
    }

    /// The same words are another content as a query.
    record Content(String text, boolean query) {}
}
