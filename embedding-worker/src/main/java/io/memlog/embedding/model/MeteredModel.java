package io.memlog.embedding.model;

import io.memlog.embedding.meters.EmbeddingMeters;
import io.memlog.schemas.memory.Embedding;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/// A model that measures how long each text takes.
final class MeteredModel implements LocalModel {

    private final LocalModel model;
    private final Timer passages;
    private final Timer queries;

    MeteredModel(LocalModel model, MeterRegistry meters) {
        this.model = model;
        this.passages = EmbeddingMeters.embedding(meters, "passage");
        this.queries = EmbeddingMeters.embedding(meters, "query");
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public int dimensions() {
        return model.dimensions();
    }

    @Override
    public Embedding passage(String text) {
        var started = Timer.start();
        try {
            return model.passage(text);
        } finally {
            started.stop(passages);
        }
    }

    @Override
    public Embedding query(String text) {
        var started = Timer.start();
        try {
            return model.query(text);
        } finally {
            started.stop(queries);
        }
    }
}
