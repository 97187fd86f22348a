package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// An embedder and model that records its texts; it returns no usable vector for `bad`, and throws an error
/// for `too much`.
final class RecordingEmbedder implements Embedder, LocalModel {

    final List<String> embedded = Collections.synchronizedList(new ArrayList<>());

    @Override
    public String model() {
        return "counting";
    }

    @Override
    public String name() {
        return model();
    }

    @Override
    public int dimensions() {
        return 2;
    }

    @Override
    public List<Embedding> embedPassages(List<String> texts) {
        return texts.stream().map(this::embedPassage).toList();
    }

    @Override
    public Embedding embedPassage(String text) {
        embedded.add(text);
        if (text.equals("too much")) {
            throw new OutOfMemoryError("for the test");
        }
        return Embedding.of(new float[] {text.equals("bad") ? Float.NaN : text.length(), 1});
    }

    @Override
    public Embedding embedQuery(String text) {
        embedded.add(text);
        return Embedding.of(new float[] {text.length(), 2});
    }

    @Override
    public void probe() {}
}
