package io.memlog.embedding.model;

import io.memlog.embedding.text.MemoryChunker;
import io.memlog.embedding.text.TokenCounter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// The real model, loaded once for all tests.
public final class ModelFixture {

    private static final OnnxEmbedder EMBEDDER = OnnxEmbedder.load(bundled());
    private static final ParallelEmbedder POOL = new ParallelEmbedder(EMBEDDER, 2, new SimpleMeterRegistry());

    private ModelFixture() {}

    /// The settings of the model that ships with the application.
    static OnnxProperties bundled() {
        return new OnnxProperties(null, OnnxProperties.Pooling.MEAN, 512, "", "");
    }

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
