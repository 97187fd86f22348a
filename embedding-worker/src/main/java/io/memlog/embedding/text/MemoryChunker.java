package io.memlog.embedding.text;

import io.memlog.schemas.memory.MemoryLog;
import java.util.List;

/// Turns a memory into the pieces of text that stand for it in the index.
public final class MemoryChunker {

    private final Chunker chunker;

    /// @param maxTokens how many tokens a piece may have, without the two that frame it
    public MemoryChunker(TokenCounter tokens, int maxTokens) {
        this.chunker = new Chunker(tokens, maxTokens);
    }

    /// One piece or more, in the order of the text. Each says what the task was, so that it can be
    /// understood without the others.
    public List<String> chunks(MemoryLog memory) {
        return chunker.chunks(SearchableText.of(memory));
    }
}
