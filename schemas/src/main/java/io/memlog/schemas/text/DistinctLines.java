package io.memlog.schemas.text;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Lines in the order of insertion, without duplicates, empty lines and control characters.
public final class DistinctLines {

    private final Set<String> lines = new LinkedHashSet<>();
    private int charactersLeft;

    public DistinctLines() {
        this(Integer.MAX_VALUE);
    }

    /// @param maxCharacters the maximum total length; lines that exceed it are left out
    public DistinctLines(int maxCharacters) {
        this.charactersLeft = maxCharacters;
    }

    public void add(String text) {
        printable(text).lines().map(String::strip).forEach(this::addLine);
    }

    public void addAll(Collection<String> texts) {
        texts.forEach(this::add);
    }

    public List<String> toList() {
        return List.copyOf(lines);
    }

    private void addLine(String line) {
        if (!line.isEmpty() && line.length() <= charactersLeft && lines.add(line)) {
            charactersLeft -= line.length();
        }
    }

    /// Replaces control characters and unpaired surrogates, which stores and tokenizers reject.
    private static String printable(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\r' || !isControl(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isControl(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE || Character.isISOControl(codePoint);
    }
}
