package io.memlog.embedding.model;

import io.memlog.embedding.text.MemoryText;

/// The real model, loaded once for all tests.
public final class Models {

    private static final OnnxEmbedder EMBEDDER = OnnxEmbedder.load();
    private static final PassagePool PASSAGES = new PassagePool(EMBEDDER, 2);

    private Models() {}

    public static Embedder embedder() {
        return EMBEDDER;
    }

    public static PassagePool passages() {
        return PASSAGES;
    }

    public static MemoryText memoryText() {
        return new ModelConfiguration().memoryText(EMBEDDER);
    }
}
