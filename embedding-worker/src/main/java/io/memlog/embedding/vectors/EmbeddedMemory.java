package io.memlog.embedding.vectors;

import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.MemoryLog;
import java.util.List;

/// A memory with its vectors, ready to be stored.
///
/// @param model  the name of the model that made the vectors, with [#TEXT_REVISION]
/// @param chunks the memory's text in its order, at least one chunk
public record EmbeddedMemory(MemoryLog memory, String model, List<EmbeddedChunk> chunks) {

    /// Follows the name of the model; it changes whenever the model reads other texts of the same memory.
    public static final String TEXT_REVISION = "+text-2";

    public EmbeddedMemory {
        chunks = List.copyOf(chunks);
        if (chunks.isEmpty()) {
            throw new IllegalArgumentException("memory " + memory.id() + " has no text");
        }
    }

    public MemoryKey key() {
        return memory.key();
    }

    public long version() {
        return memory.version();
    }

    public List<Embedding> vectors() {
        return chunks.stream().map(EmbeddedChunk::vector).toList();
    }

    /// A chunk of text and its vector.
    public record EmbeddedChunk(String text, Embedding vector) {}
}
