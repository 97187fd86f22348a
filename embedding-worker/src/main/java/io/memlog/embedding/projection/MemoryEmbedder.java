package io.memlog.embedding.projection;

import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.text.MemoryChunker;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.EmbeddedMemory.EmbeddedChunk;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.PrecomputedEmbedding;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Embeds memories: all chunks of all of them in one call.
@Component
record MemoryEmbedder(MemoryChunker text, Embedder embedder) {

    void probe() {
        embedder.probe();
    }

    /// @param precomputed vectors of these memories from an earlier run, used if they are of the configured
    ///     model and one per chunk
    List<EmbeddedMemory> of(List<MemoryLog> memories, Map<MemoryKey, PrecomputedEmbedding> precomputed) {
        var chunks = memories.stream().map(text::chunks).toList();
        List<@Nullable PrecomputedEmbedding> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (var i = 0; i < memories.size(); i++) {
            var its = precomputed.get(memories.get(i).key());
            var usable = its != null && isOurs(its, chunks.get(i).size());
            known.add(usable ? its : null);
            if (!usable) {
                unknown.addAll(chunks.get(i));
            }
        }
        var made = (unknown.isEmpty() ? List.<Embedding>of() : embedder.embedPassages(unknown)).iterator();
        List<EmbeddedMemory> embedded = new ArrayList<>();
        for (var i = 0; i < memories.size(); i++) {
            var its = known.get(i);
            var vectors = its == null ? made : its.vectors().iterator();
            embedded.add(embedded(memories.get(i), chunks.get(i), vectors));
        }
        return embedded;
    }

    private boolean isOurs(PrecomputedEmbedding precomputed, int chunks) {
        return precomputed.model().equals(embedder.model())
                && precomputed.vectors().size() == chunks
                && precomputed.vectors().getFirst().dimensions() == embedder.dimensions();
    }

    private EmbeddedMemory embedded(MemoryLog memory, List<String> texts, Iterator<Embedding> vectors) {
        var chunks = texts.stream()
                .map(text -> new EmbeddedChunk(text, vectors.next()))
                .toList();
        return new EmbeddedMemory(memory, embedder.model(), chunks);
    }
}
