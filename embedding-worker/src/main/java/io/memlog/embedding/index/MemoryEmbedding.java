package io.memlog.embedding.index;

import io.memlog.embedding.model.Embedder;
import io.memlog.embedding.text.MemoryText;
import io.memlog.embedding.vectors.Labels;
import io.memlog.embedding.vectors.MemoryVectors;
import io.memlog.embedding.vectors.MemoryVectors.Piece;
import io.memlog.schemas.memory.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Makes the vectors of memories, all pieces of all of them in one go.
final class MemoryEmbedding {

    private final MemoryText text;
    private final Embedder embedder;

    MemoryEmbedding(MemoryText text, Embedder embedder) {
        this.text = text;
        this.embedder = embedder;
    }

    void probe() {
        embedder.probe();
    }

    List<MemoryVectors> of(List<MemoryLog> memories) {
        var chunks = memories.stream().map(text::chunksOf).toList();
        var vectors = embedder.passages(chunks.stream().flatMap(List::stream).toList());
        List<MemoryVectors> embedded = new ArrayList<>();
        var next = 0;
        for (var i = 0; i < memories.size(); i++) {
            var from = next;
            var its = chunks.get(i);
            var pieces = IntStream.range(0, its.size())
                    .mapToObj(chunk -> new Piece(its.get(chunk), vectors.get(from + chunk)))
                    .toList();
            var memory = memories.get(i);
            embedded.add(
                    new MemoryVectors(memory.key(), memory.version(), Labels.of(memory), embedder.model(), pieces));
            next += its.size();
        }
        return embedded;
    }
}
