package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The words of a text as an index and a query both see them.
public final class Tokens {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}]+");
    private static final Pattern HUMPS = Pattern.compile(
            "(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Pattern POSSESSIVE = Pattern.compile("['\u2019][sS](?!\\p{L})");
    private static final Pattern NOT_PLAIN = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}._/:@#-]+");
    private static final int MAX_WORD_LENGTH = 200;

    private Tokens() {}

    /// The units of a text between which there is space, as they are written.
    static List<String> units(String text) {
        return SPACE.splitAsStream(text).filter(unit -> !unit.isEmpty()).toList();
    }

    /// The words of a unit in lower case: `Foo.java` has `foo` and `java`.
    static List<String> words(String unit) {
        return NO_WORD.splitAsStream(POSSESSIVE.matcher(unit).replaceAll(""))
                .filter(word -> !word.isEmpty() && word.length() <= MAX_WORD_LENGTH)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /// The unit without anything that has a meaning to Lucene between quotes.
    static String plain(String unit) {
        return NOT_PLAIN.matcher(unit).replaceAll(" ");
    }

    /// The parts that words are put together from: `KafkaListener` has `kafka` and `listener`.
    static List<String> parts(String unit) {
        List<String> parts = new ArrayList<>();
        for (var word : NO_WORD.splitAsStream(unit).toList()) {
            var humps = word.length() <= MAX_WORD_LENGTH ? HUMPS.split(word) : new String[0];
            if (humps.length > 1) {
                for (var hump : humps) {
                    parts.add(hump.toLowerCase(Locale.ROOT));
                }
            }
        }
        return parts;
    }

    /// What the text holds beneath its own words, each once: the words and parts of whatever is written
    /// without a space, so that `Listener` finds `KafkaListener.java`.
    public static String subTokens(String text) {
        Set<String> subTokens = new LinkedHashSet<>();
        for (var unit : units(text)) {
            var words = words(unit);
            if (words.size() > 1) {
                subTokens.addAll(words);
            }
            subTokens.addAll(parts(unit));
        }
        return String.join(" ", subTokens);
    }
}
