package io.memlog.embedding.projection;

import io.memlog.embedding.model.Embedder;
import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Gives vectors of many numbers, as large models do.
final class WideEmbedder implements Embedder {

    private final int dimensions;
    int embedded;

    WideEmbedder(int dimensions) {
        this.dimensions = dimensions;
    }

    @Override
    public String model() {
        return "wide";
    }

    @Override
    public int dimensions() {
        return dimensions;
    }

    @Override
    public List<Embedding> embedPassages(List<String> texts) {
        embedded += texts.size();
        return texts.stream().map(this::embedQuery).toList();
    }

    @Override
    public Embedding embedQuery(String text) {
        var random = new Random(text.hashCode());
        var values = new float[dimensions];
        IntStream.range(0, dimensions).forEach(i -> values[i] = random.nextFloat() / 16);
        return Embedding.of(values);
    }

    @Override
    public void probe() {}
}
