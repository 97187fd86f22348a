package io.memlog.embedding.model;

import io.memlog.schemas.memory.Embedding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// An embedder, and a model, that remembers what it was asked for; it refuses the text `bad`, and `too much`
/// is too much.
final class RecordingEmbedder implements Embedder, LocalModel {

    final List<String> asked = Collections.synchronizedList(new ArrayList<>());

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
        asked.add(text);
        if (text.equals("too much")) {
            throw new OutOfMemoryError("for the test");
        }
        return Embedding.of(new float[] {text.equals("bad") ? Float.NaN : text.length(), 1});
    }

    @Override
    public Embedding embedQuery(String text) {
        asked.add(text);
        return Embedding.of(new float[] {text.length(), 2});
    }

    @Override
    public void probe() {}
}
