package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.concurrent.atomic.AtomicInteger;

/// An embedder that counts how often it is asked; it refuses the text `bad`.
final class CountingEmbedder implements Embedder {

    final AtomicInteger asked = new AtomicInteger();

    @Override
    public String model() {
        return "counting";
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public Embedding passage(String text) {
        asked.incrementAndGet();
        return Embedding.of(new float[] {text.equals("bad") ? Float.NaN : text.length(), 1});
    }

    @Override
    public Embedding query(String text) {
        asked.incrementAndGet();
        return Embedding.of(new float[] {text.length(), 2});
    }
}
