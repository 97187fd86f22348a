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
public record WordQuery(List<String> words, List<String> phrases, List<String> parts) {

    /// Lucene takes 1,024 clauses, and every word becomes one for each field.
    private static final int MOST_WORDS = 128;

    private static final int MOST_PHRASES = 32;
    private static final int MOST_PARTS = 64;
    private static final int LONGEST_PHRASE = 16;

    /// The words that Lucene's English analysis leaves out; of such words alone nothing is asked.
    private static final Set<String> LEFT_OUT = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
            "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
            "will", "with");

    public WordQuery {
        words = List.copyOf(words);
        phrases = List.copyOf(phrases);
        parts = List.copyOf(parts);
    }

    public static WordQuery of(String question) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> phrases = new LinkedHashSet<>();
        Set<String> parts = new LinkedHashSet<>();
        for (var unit : Terms.units(question)) {
            var itsWords = Terms.words(unit);
            words.addAll(itsWords);
            parts.addAll(Terms.parts(unit));
            if (itsWords.size() > 1 && itsWords.size() <= LONGEST_PHRASE) {
                phrases.add(Terms.plain(unit));
            }
        }
        words.removeAll(LEFT_OUT);
        parts.removeAll(words);
        parts.removeAll(LEFT_OUT);
        return new WordQuery(
                words.stream().limit(MOST_WORDS).toList(),
                phrases.stream().limit(MOST_PHRASES).toList(),
                parts.stream().limit(MOST_PARTS).toList());
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /// The clauses, any of which a hit may fulfil.
    ///
    /// @param title   the field whose words count most
    /// @param body    the field that holds all words; the same as `title` where there is no other
    /// @param beneath the field that holds [Terms#beneath]
    public String clauses(String title, String body, String beneath) {
        List<String> clauses = new ArrayList<>();
        for (var word : words) {
            clauses.add(clause(title, word, "2"));
            if (!title.equals(body)) {
                clauses.add(clause(body, word, "1"));
            }
            clauses.add(clause(beneath, word, "0.5"));
        }
        phrases.forEach(phrase -> clauses.add(clause(body, phrase, "2")));
        parts.forEach(part -> clauses.add(clause(beneath, part, "0.3")));
        return clauses.stream().collect(Collectors.joining(" "));
    }

    private static String clause(String field, String words, String boost) {
        return field + ":\"" + words + "\"^" + boost;
    }
}
