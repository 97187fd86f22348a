package io.memlog.embedding.model;

import io.memlog.embedding.text.MemoryChunker;
import io.memlog.embedding.text.TokenCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// The real model, loaded once for all tests.
public final class ModelFixture {

    private static final OnnxEmbedder EMBEDDER = OnnxEmbedder.load();
    private static final ParallelEmbedder POOL = new ParallelEmbedder(EMBEDDER, 2, new SimpleMeterRegistry());

    private ModelFixture() {}

    public static Embedder embedder() {
        return POOL;
    }

    public static TokenCounter tokens() {
        return EMBEDDER.tokens();
    }

    public static MemoryChunker memoryText() {
        return new ModelConfiguration.Onnx().memoryChunker(EMBEDDER);
    }
}
