package io.memlog.embedding.text;

import io.memlog.schemas.memory.MemoryLog;
import java.util.List;

/// Turns a memory into the pieces of text that stand for it in the index.
public final class MemoryChunker {

    private final Chunker chunker;

    /// @param longest how many tokens a piece may have, without the two that frame it
    public MemoryChunker(TokenCounter tokens, int longest) {
        this.chunker = new Chunker(tokens, longest);
    }

    /// One piece or more, in the order of the text. Each says what the task was, so that it can be
    /// understood without the others.
    public List<String> chunksOf(MemoryLog memory) {
        return chunker.chunks(SearchableText.of(memory));
    }
}
