package io.memlog.embedding.model;

import io.memlog.embedding.text.MemoryText;
import io.memlog.embedding.text.TokenCounter;

/// The real model, loaded once for all tests.
public final class Models {

    private static final OnnxEmbedder EMBEDDER = OnnxEmbedder.load();
    private static final PassagePool POOL = new PassagePool(EMBEDDER, 2);

    private Models() {}

    public static Embedder embedder() {
        return POOL;
    }

    public static TokenCounter tokens() {
        return EMBEDDER.tokens();
    }

    public static MemoryText memoryText() {
        return new OnnxConfiguration().memoryText(EMBEDDER);
    }
}
