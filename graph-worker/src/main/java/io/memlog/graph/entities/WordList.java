package io.memlog.graph.entities;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Words separated by white space; lines that start with `#` are comments.
final class WordList {

    private static final Pattern SPACE = Pattern.compile("\\s+");

    private static final Set<String> STOP_WORDS = read("stop-words.txt");

    private WordList() {}

    /// Whether this is an English word that is never an entity.
    static boolean isStopWord(String name) {
        return STOP_WORDS.contains(name.toLowerCase(Locale.ROOT));
    }

    /// @param name the name of a resource of this package
    static Set<String> read(String name) {
        try (var file = Objects.requireNonNull(WordList.class.getResourceAsStream(name), name)) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> parse(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("#"))
                .flatMap(SPACE::splitAsStream)
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
