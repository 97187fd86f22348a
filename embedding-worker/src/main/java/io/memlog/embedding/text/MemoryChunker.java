package io.memlog.embedding.text;

import io.memlog.schemas.memory.MemoryLog;
import java.util.List;

/// Splits the text of a memory into chunks for the index.
public final class MemoryChunker {

    private final Chunker chunker;

    /// @param maxTokens maximum tokens of a chunk, without special tokens
    public MemoryChunker(TokenCounter tokens, int maxTokens) {
        this.chunker = new Chunker(tokens, maxTokens);
    }

    /// At least one chunk, in the order of the text. Each starts with the task, so that it can be understood
    /// without the others.
    public List<String> chunks(MemoryLog memory) {
        return chunker.chunks(SearchableText.of(memory));
    }
}
