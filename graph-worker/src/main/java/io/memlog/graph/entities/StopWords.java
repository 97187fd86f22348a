package io.memlog.graph.entities;

import java.util.Locale;
import java.util.Set;

/// English words that are never an entity.
final class StopWords {

    private static final Set<String> WORDS = WordList.read("stop-words.txt");

    private StopWords() {}

    static boolean contains(String name) {
        return WORDS.contains(name.toLowerCase(Locale.ROOT));
    }
}
