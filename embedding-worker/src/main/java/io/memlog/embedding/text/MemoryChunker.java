package io.memlog.embedding.text;

import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.text.MemoryText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Splits the text of a memory into chunks for the index: packs its lines into as few as the model's window allows.
/// Keeps lines whole where they fit, then sentences, then words; every chunk but the first starts with the beginning of
/// the first line.
public final class MemoryChunker {

    /// The model reads a very long word as one unknown token, so the tokens alone do not limit the length of
    /// a chunk.
    private static final int MAX_CHUNK_CHARACTERS = 6_000;

    private static final int MAX_WORD_CHARACTERS = 100;
    private static final int MAX_OPENING_TOKENS = 64;
    private static final int MAX_ANSWER_TOKENS = 64;
    private static final int CUT_CHARACTERS = 16;
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?;:。！？])\\s+");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    private final TokenCounter tokens;
    private final int maxTokens;

    /// @param maxTokens maximum tokens of a chunk, without special tokens
    public MemoryChunker(TokenCounter tokens, int maxTokens) {
        if (maxTokens < 2 * MAX_OPENING_TOKENS) {
            throw new IllegalArgumentException("a chunk must hold at least " + 2 * MAX_OPENING_TOKENS + " tokens");
        }
        this.tokens = tokens;
        this.maxTokens = maxTokens;
    }

    /// At least one passage, in the order of the text. Each starts with the beginning of the text, so that it can be
    /// understood without the others, and is embedded after the name of the agent; the first one also with what the
    /// memory answers.
    ///
    /// @param predecessor the end of the prose of the memory before it in its conversation; null for none
    public List<Passage> passages(MemoryLog memory, @Nullable String predecessor) {
        var lines = SearchableText.of(memory);
        var answer = predecessor == null ? "" : answer(predecessor);
        var speaker = MemoryText.by(memory.agent(), "");
        var limit = maxTokens - tokens.count(speaker);
        if (limit < 2 * MAX_OPENING_TOKENS + MAX_ANSWER_TOKENS) {
            return chunks(lines).stream().map(text -> new Passage(text, text)).toList();
        }
        List<Passage> passages = new ArrayList<>();
        // The same whatever the predecessor says, so that its change does not change the chunks.
        var reserved = memory.conversationId() == null ? 0 : MAX_ANSWER_TOKENS;
        for (var text : chunks(lines, limit, reserved)) {
            passages.add(new Passage(text, speaker + text + (passages.isEmpty() ? answer : "")));
        }
        return passages;
    }

    /// The end of the predecessor, as much of it as fits.
    private String answer(String predecessor) {
        var end = predecessor;
        while (!end.isEmpty()) {
            var answer = " (in reply to: " + end + ")";
            if (tokens.count(answer) <= MAX_ANSWER_TOKENS) {
                return answer;
            }
            end = end.substring(
                    end.offsetByCodePoints(0, Math.min(CUT_CHARACTERS, end.codePointCount(0, end.length()))));
        }
        return "";
    }

    /// @param text     what hits show
    /// @param embedded the text with its context, as the model reads it
    public record Passage(String text, String embedded) {}

    List<String> chunks(List<String> lines) {
        return chunks(lines, maxTokens, 0);
    }

    private List<String> chunks(List<String> lines, int limit, int reserved) {
        var packing = new Packing(opening(lines.getFirst()), limit, reserved);
        lines.forEach(line -> pack(line, packing));
        return packing.chunks();
    }

    private void pack(String line, Packing packing) {
        if (packing.tryAppend(line, "\n")) {
            return;
        }
        var separator = "\n";
        for (var sentence : SENTENCE_END.splitAsStream(line).toList()) {
            if (!packing.tryAppend(sentence, separator)) {
                words(sentence).forEach(word -> packing.append(word, " "));
            }
            separator = " ";
        }
    }

    private String opening(String task) {
        var opening = new StringBuilder();
        var remaining = MAX_OPENING_TOKENS;
        for (var word : words(task)) {
            remaining -= tokens.count(word);
            if (remaining < 0) {
                break;
            }
            opening.append(opening.isEmpty() ? "" : " ").append(word);
        }
        return opening.toString();
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (var word : SPACE.splitAsStream(text).toList()) {
            for (var start = 0; start < word.length(); ) {
                var end = Math.min(start + MAX_WORD_CHARACTERS, word.length());
                if (end < word.length() && Character.isHighSurrogate(word.charAt(end - 1))) {
                    end--;
                }
                words.add(word.substring(start, end));
                start = end;
            }
        }
        return words;
    }

    /// The full chunks and the current one.
    private final class Packing {

        private final String opening;
        private final int limit;
        private final int reserved;
        private final int openingTokens;
        private final List<String> full = new ArrayList<>();
        private StringBuilder current = new StringBuilder();
        private int used;
        private boolean empty = true;

        /// @param limit    maximum tokens of a chunk
        /// @param reserved how many of them the first chunk leaves free
        Packing(String opening, int limit, int reserved) {
            this.opening = opening;
            this.limit = limit;
            this.reserved = reserved;
            this.openingTokens = tokens.count(opening);
        }

        /// Appends the unit if a single chunk can hold it.
        boolean tryAppend(String unit, String separator) {
            var size = tokens.count(unit);
            if (size > limit() - openingTokens || unit.length() + opening.length() >= MAX_CHUNK_CHARACTERS) {
                return false;
            }
            append(unit, size, separator);
            return true;
        }

        void append(String word, String separator) {
            append(word, tokens.count(word), separator);
        }

        List<String> chunks() {
            full.add(current.toString());
            return List.copyOf(full);
        }

        private int limit() {
            return full.isEmpty() ? limit - reserved : limit;
        }

        private void append(String unit, int size, String separator) {
            if (!empty && (used + size > limit() || current.length() + 1 + unit.length() > MAX_CHUNK_CHARACTERS)) {
                full.add(current.toString());
                current = new StringBuilder(opening);
                used = openingTokens;
                current.append(opening.isEmpty() ? "" : "\n").append(unit);
            } else {
                current.append(current.isEmpty() ? "" : separator).append(unit);
            }
            used += size;
            empty = false;
        }
    }
}
