package io.memlog.embedding.model;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// An embedder that measures how long each text takes.
final class MeteredEmbedder implements Embedder {

    private final Embedder embedder;
    private final Timer passages;
    private final Timer queries;

    MeteredEmbedder(Embedder embedder, MeterRegistry meters) {
        this.embedder = embedder;
        this.passages = EmbeddingMeters.embedding(meters, "passage");
        this.queries = EmbeddingMeters.embedding(meters, "query");
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
        var started = Timer.start();
        try {
            return embedder.passage(text);
        } finally {
            started.stop(passages);
        }
    }

    @Override
    public Embedding query(String text) {
        var started = Timer.start();
        try {
            return embedder.query(text);
        } finally {
            started.stop(queries);
        }
    }
}
