package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Splits texts into tokens, for documents and queries alike.
public final class Tokens {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}]+");
    private static final Pattern HUMPS = Pattern.compile(
            "(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Pattern POSSESSIVE = Pattern.compile("['\u2019][sS](?!\\p{L})");
    private static final Pattern NOT_QUOTABLE = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}._/:@#-]+");
    private static final int MAX_WORD_LENGTH = 200;

    private Tokens() {}

    /// The parts of a text between white space.
    static List<String> parts(String text) {
        return SPACE.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    /// The words of a part in lower case: `Foo.java` has `foo` and `java`.
    static List<String> words(String part) {
        return NOT_A_WORD
                .splitAsStream(POSSESSIVE.matcher(part).replaceAll(""))
                .filter(word -> !word.isEmpty() && word.length() <= MAX_WORD_LENGTH)
                .map(word -> word.toLowerCase(Locale.ROOT))
                .toList();
    }

    /// The part without the characters that have a meaning in a quoted phrase of Lucene.
    static String quotable(String part) {
        return NOT_QUOTABLE.matcher(part).replaceAll(" ");
    }

    /// The parts of compound words: `KafkaListener` has `kafka` and `listener`.
    static List<String> wordParts(String part) {
        List<String> wordParts = new ArrayList<>();
        for (var word : NOT_A_WORD.splitAsStream(part).toList()) {
            var humps = word.length() <= MAX_WORD_LENGTH ? HUMPS.split(word) : new String[0];
            if (humps.length > 1) {
                for (var hump : humps) {
                    wordParts.add(hump.toLowerCase(Locale.ROOT));
                }
            }
        }
        return wordParts;
    }

    /// The words and word parts inside the compounds of a text, each once, so that `Listener` finds
    /// `KafkaListener.java`.
    public static String subTokens(String text) {
        Set<String> subTokens = new LinkedHashSet<>();
        for (var part : parts(text)) {
            var words = words(part);
            if (words.size() > 1) {
                subTokens.addAll(words);
            }
            subTokens.addAll(wordParts(part));
        }
        return String.join(" ", subTokens);
    }
}
