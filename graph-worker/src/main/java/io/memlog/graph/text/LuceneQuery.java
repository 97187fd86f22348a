package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A question as clauses of a Lucene query. Nothing of what was asked reaches the query's syntax: it is
/// built anew from letters, digits and symbols alone.
///
/// @param words   single words
/// @param phrases what stood together without a space, such as `max.poll.records`
/// @param parts   parts of words, which count less
public record LuceneQuery(List<String> words, List<String> phrases, List<String> parts) {

    /// Lucene takes 1,024 clauses, and every word becomes one for each field.
    private static final int MAX_WORDS = 128;

    private static final int MAX_PHRASES = 32;
    private static final int MAX_PARTS = 64;
    private static final int MAX_WORDS_IN_PHRASE = 16;

    /// The words that Lucene's English analysis leaves out; of such words alone nothing is asked.
    private static final Set<String> STOP_WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
            "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
            "will", "with");

    public LuceneQuery {
        words = List.copyOf(words);
        phrases = List.copyOf(phrases);
        parts = List.copyOf(parts);
    }

    public static LuceneQuery of(String question) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> phrases = new LinkedHashSet<>();
        Set<String> parts = new LinkedHashSet<>();
        for (var unit : Tokens.units(question)) {
            var itsWords = Tokens.words(unit);
            words.addAll(itsWords);
            parts.addAll(Tokens.parts(unit));
            if (itsWords.size() > 1 && itsWords.size() <= MAX_WORDS_IN_PHRASE) {
                phrases.add(Tokens.plain(unit));
            }
        }
        words.removeAll(STOP_WORDS);
        parts.removeAll(words);
        parts.removeAll(STOP_WORDS);
        return new LuceneQuery(
                words.stream().limit(MAX_WORDS).toList(),
                phrases.stream().limit(MAX_PHRASES).toList(),
                parts.stream().limit(MAX_PARTS).toList());
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /// The clauses, any of which a hit may fulfil.
    ///
    /// @param title   the field whose words count most
    /// @param body    the field that holds all words; the same as `title` where there is no other
    /// @param subTokens the field that holds [Tokens#subTokens]
    public String clauses(String title, String body, String subTokens) {
        List<String> clauses = new ArrayList<>();
        for (var word : words) {
            clauses.add(clause(title, word, "2"));
            if (!title.equals(body)) {
                clauses.add(clause(body, word, "1"));
            }
            clauses.add(clause(subTokens, word, "0.5"));
        }
        phrases.forEach(phrase -> clauses.add(clause(body, phrase, "2")));
        parts.forEach(part -> clauses.add(clause(subTokens, part, "0.3")));
        return clauses.stream().collect(Collectors.joining(" "));
    }

    private static String clause(String field, String words, String boost) {
        return field + ":\"" + words + "\"^" + boost;
    }
}
