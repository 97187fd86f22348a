package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Splits texts into tokens, for documents and queries alike.
public final class Tokens {

    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cc}]+");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}]+");
    private static final Pattern HUMPS = Pattern.compile(
            "(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll})|(?<=\\p{L})(?=\\p{N})|(?<=\\p{N})(?=\\p{L})");
    private static final Pattern POSSESSIVE = Pattern.compile("['\u2019][sS](?!\\p{L})");
    private static final Pattern NOT_QUOTABLE = Pattern.compile("[^\\p{L}\\p{N}\\p{M}\\p{So}._/:@#-]+");

    private static final Pattern CJK =
            Pattern.compile("[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsHangul}\u30fc]{2,}");

    /// Lucene's tokenizer cuts words of more than 255 characters, wherever they stand in the text.
    private static final Pattern PIECES = Pattern.compile(".{1,200}");

    private Tokens() {}

    /// The parts of a text between white space.
    static List<String> parts(String text) {
        return SPACE.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    /// The words of a part in lower case: `Foo.java` has `foo` and `java`. A very long word is cut into pieces.
    static List<String> words(String part) {
        return NOT_A_WORD
                .splitAsStream(POSSESSIVE.matcher(part).replaceAll(""))
                .flatMap(Tokens::pieces)
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
            var humps = HUMPS.splitAsStream(word).toList();
            if (humps.size() > 1) {
                for (var hump : humps) {
                    pieces(hump.toLowerCase(Locale.ROOT)).forEach(wordParts::add);
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
            words.stream().flatMap(Tokens::bigrams).forEach(subTokens::add);
        }
        return String.join(" ", subTokens);
    }

    /// Any two neighbouring characters of a Chinese, Japanese or Korean text, which has no spaces between its words.
    static Stream<String> bigrams(String word) {
        return CJK.matcher(word).results().map(MatchResult::group).flatMap(run -> {
            var characters = run.codePoints().toArray();
            return IntStream.range(1, characters.length).mapToObj(end -> new String(characters, end - 1, 2));
        });
    }

    private static Stream<String> pieces(String word) {
        return PIECES.matcher(word).results().map(MatchResult::group);
    }
}
