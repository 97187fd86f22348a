package io.memlog.embedding.projection;

import io.memlog.consumer.PendingChange;
import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.text.MemoryChunker;
import io.memlog.embedding.text.MemoryChunker.Passage;
import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.EmbeddedMemory.EmbeddedChunk;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.PrecomputedEmbedding;
import java.util.ArrayList;
import java.util.HashMap;
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

    /// The model together with the revision of the texts that it reads: vectors of an earlier revision stay searchable,
    /// and are not used again.
    String model() {
        return embedder.model() + EmbeddedMemory.TEXT_REVISION;
    }

    /// @param changes     of which a deletion is skipped
    List<EmbeddedMemory> of(List<PendingChange> changes) {
        List<MemoryLog> memories = new ArrayList<>();
        Map<MemoryKey, PrecomputedEmbedding> precomputed = new HashMap<>();
        List<List<Passage>> chunks = new ArrayList<>();
        for (var pending : changes) {
            if (pending.change() instanceof MemoryChange.Written written) {
                memories.add(written.memory());
                chunks.add(text.passages(written.memory(), pending.predecessor()));
                if (pending.precomputed() != null) {
                    precomputed.put(pending.change().key(), pending.precomputed());
                }
            }
        }
        List<@Nullable PrecomputedEmbedding> known = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (var i = 0; i < memories.size(); i++) {
            var its = precomputed.get(memories.get(i).key());
            var usable = its != null && isOurs(its, chunks.get(i).size());
            known.add(usable ? its : null);
            if (!usable) {
                chunks.get(i).stream().map(Passage::embedded).forEach(unknown::add);
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
        return precomputed.model().equals(model())
                && precomputed.vectors().size() == chunks
                && precomputed.vectors().getFirst().dimensions() == embedder.dimensions();
    }

    private EmbeddedMemory embedded(MemoryLog memory, List<Passage> passages, Iterator<Embedding> vectors) {
        var chunks = passages.stream()
                .map(passage -> new EmbeddedChunk(passage.text(), vectors.next()))
                .toList();
        return new EmbeddedMemory(memory, model(), chunks);
    }
}
