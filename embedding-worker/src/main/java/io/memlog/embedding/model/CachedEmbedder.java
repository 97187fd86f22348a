package io.memlog.embedding.model;

import com.github.benmanes.caffeine.cache.Cache;
import io.memlog.schemas.memory.Embedding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Caches the vectors of recent texts by their content.
record CachedEmbedder(Embedder embedder, Cache<Content, Embedding> cache) implements Embedder {

    @Override
    public String model() {
        return embedder.model();
    }

    @Override
    public int dimensions() {
        return embedder.dimensions();
    }

    @Override
    public List<Embedding> embedPassages(List<String> texts) {
        Map<Content, Embedding> vectors = new HashMap<>(
                cache.getAllPresent(texts.stream().map(Content::passage).toList()));
        var missing = texts.stream()
                .distinct()
                .filter(text -> !vectors.containsKey(Content.passage(text)))
                .toList();
        var made = missing.isEmpty() ? List.<Embedding>of() : embedder.embedPassages(missing);
        for (var i = 0; i < missing.size(); i++) {
            vectors.put(Content.passage(missing.get(i)), made.get(i));
            cache.put(Content.passage(missing.get(i)), made.get(i));
        }
        return texts.stream()
                .map(text -> Objects.requireNonNull(vectors.get(Content.passage(text))))
                .toList();
    }

    /// Embeds outside of the cache, so that no other text waits for it.
    @Override
    public Embedding embedQuery(String text) {
        var content = new Content(text, true);
        var known = cache.getIfPresent(content);
        if (known != null) {
            return known;
        }
        var made = embedder.embedQuery(text);
        cache.put(content, made);
        return made;
    }

    @Override
    public void probe() {
        embedder.probe();
    }

    /// The vector of a text as a query differs from its vector as a passage.
    record Content(String text, boolean query) {

        private static Content passage(String text) {
            return new Content(text, false);
        }
    }
}
