package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The words that Lucene's English analyzer removes. Runs of them are indexed in a spelling that it keeps, so that a
/// text of such words alone is found.
public final class StopWords {

    private static final Set<String> WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
            "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
            "will", "with");

    /// Words by which a question asks, and that say nothing about its answer.
    private static final Set<String> ASKING = Set.of(
            "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "do", "does", "did", "has", "have",
            "had", "can", "could", "would", "should", "might", "am", "were", "been", "being", "i", "me", "my", "we",
            "our", "you", "your", "he", "him", "his", "she", "her", "hers", "them", "its", "about", "from");

    private static final int MIN_RUN = 2;

    /// The analyzer removes this word and leaves a gap, over which no phrase matches.
    private static final String GAP = " the ";

    private StopWords() {}

    static boolean contains(String word) {
        return WORDS.contains(word);
    }

    /// Whether a word only asks; a query drops it, an index keeps it.
    static boolean isAsking(String word) {
        return ASKING.contains(word);
    }

    /// The runs of at least two stop words in the lines of a text, each once, for the index.
    public static String runs(String text) {
        Set<String> runs = new LinkedHashSet<>();
        text.lines().forEach(line -> addRuns(line, runs));
        return String.join(GAP, runs);
    }

    /// Stop words in the spelling of the index; empty for a single one, which says nothing.
    static String indexed(List<String> words) {
        return words.size() < MIN_RUN
                ? ""
                : words.stream().map(word -> word + "0").collect(Collectors.joining(" "));
    }

    private static void addRuns(String line, Set<String> runs) {
        List<String> run = new ArrayList<>();
        for (var part : Tokens.parts(line)) {
            for (var word : Tokens.words(part)) {
                if (contains(word)) {
                    run.add(word);
                } else {
                    runs.add(indexed(run));
                    run.clear();
                }
            }
        }
        runs.add(indexed(run));
        runs.remove("");
    }
}
