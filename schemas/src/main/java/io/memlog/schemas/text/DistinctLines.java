package io.memlog.schemas.text;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Lines in the order in which they came, each once, without empty ones and stray characters.
public final class DistinctLines {

    /// A long run of Latin characters without a space is data, not language: its start stands for it.
    private static final Pattern DATA = Pattern.compile("([!-~]{100})[!-~]{157,}");

    private final Set<String> lines = new LinkedHashSet<>();
    private int charactersLeft;

    public DistinctLines() {
        this(Integer.MAX_VALUE);
    }

    /// @param mostCharacters how many characters are taken at the most; what follows is left out
    public DistinctLines(int mostCharacters) {
        this.charactersLeft = mostCharacters;
    }

    public void add(String text) {
        readable(text)
                .lines()
                .map(DistinctLines::withoutData)
                .map(String::strip)
                .forEach(this::addLine);
    }

    public void addAll(Collection<String> texts) {
        texts.forEach(this::add);
    }

    /// Adds the first of these names as one line.
    public void addJoined(List<String> names, int most) {
        add(String.join(", ", names.subList(0, Math.min(most, names.size()))));
    }

    public List<String> toList() {
        return List.copyOf(lines);
    }

    private void addLine(String line) {
        if (!line.isEmpty() && line.length() <= charactersLeft && lines.add(line)) {
            charactersLeft -= line.length();
        }
    }

    /// No store and no tokenizer likes control characters or half a surrogate pair.
    private static String readable(String text) {
        return text.codePoints()
                .map(c -> c == '\n' || c == '\r' || !unreadable(c) ? c : ' ')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String withoutData(String line) {
        return DATA.matcher(line).replaceAll("$1");
    }

    private static boolean unreadable(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE || Character.isISOControl(codePoint);
    }
}
