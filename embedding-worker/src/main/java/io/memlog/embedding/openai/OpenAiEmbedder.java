package io.memlog.embedding.openai;

import io.memlog.embedding.model.Embedder;
import io.memlog.schemas.memory.Embedding;
import java.util.List;

/// Embeds with an OpenAI-compatible provider.
///
/// @param model      the provider's name for the model
/// @param dimensions the length of its vectors
record OpenAiEmbedder(
        String model, int dimensions, PassageEmbedder passages, QueryEmbedder queries, ProviderProbe providerProbe)
        implements Embedder {

    @Override
    public List<Embedding> embedPassages(List<String> texts) {
        return passages.embed(texts);
    }

    @Override
    public Embedding embedQuery(String text) {
        return queries.embed(text);
    }

    @Override
    public void probe() {
        providerProbe.run();
    }
}
