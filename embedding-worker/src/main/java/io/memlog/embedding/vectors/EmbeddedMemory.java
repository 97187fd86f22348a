package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import java.util.List;

/// A memory ready to be stored.
///
/// @param model  the name of the model that made the vectors
/// @param pieces the memory's text in its order, at least one piece
public record EmbeddedMemory(MemoryKey key, long version, RecordAttributes labels, String model, List<Piece> pieces) {

    public EmbeddedMemory {
        pieces = List.copyOf(pieces);
        if (pieces.isEmpty()) {
            throw new IllegalArgumentException("memory " + key.id() + " has no text");
        }
    }

    public List<Embedding> vectors() {
        return pieces.stream().map(Piece::vector).toList();
    }

    /// A piece of text and its vector.
    public record Piece(String text, Embedding vector) {}
}
