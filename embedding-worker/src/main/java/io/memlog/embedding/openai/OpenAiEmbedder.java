package io.memlog.embedding.openai;

import io.memlog.embedding.model.Embedder;
import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// Embeds with a provider over HTTP.
///
/// @param model      the provider's name for the model
/// @param dimensions how many values its vectors have
record OpenAiEmbedder(
        String model, int dimensions, PassageEmbedder passages, QueryEmbedder questions, ProviderProbe probing)
        implements Embedder {

    @Override
    public List<Embedding> passages(List<String> texts) {
        return passages.embed(texts);
    }

    @Override
    public Embedding query(String text) {
        return questions.embed(text);
    }

    @Override
    public void probe() {
        probing.run();
    }
}
