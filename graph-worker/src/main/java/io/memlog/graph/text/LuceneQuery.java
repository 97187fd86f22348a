package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A query as clauses of Lucene. It is built from letters, digits and symbols only, so that no input reaches Lucene's
/// syntax.
///
/// @param words     single words
/// @param phrases   words without a space between them, such as `max.poll.records`
/// @param wordParts parts of compound words, which weigh less
public record LuceneQuery(List<String> words, List<String> phrases, List<String> wordParts) {

    /// Lucene accepts 1,024 clauses, and a word becomes one for each field.
    private static final int MAX_WORDS = 128;

    private static final int MAX_PHRASES = 32;
    private static final int MAX_WORD_PARTS = 64;
    private static final int MAX_WORDS_IN_PHRASE = 16;

    /// The words that Lucene's English analyzer removes; a query of such words alone is empty.
    private static final Set<String> STOP_WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "if", "in", "into", "is", "it", "no", "not",
            "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was",
            "will", "with");

    public LuceneQuery {
        words = List.copyOf(words);
        phrases = List.copyOf(phrases);
        wordParts = List.copyOf(wordParts);
    }

    public static LuceneQuery of(String query) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> phrases = new LinkedHashSet<>();
        Set<String> wordParts = new LinkedHashSet<>();
        for (var part : Tokens.parts(query)) {
            var wordsOfPart = Tokens.words(part);
            words.addAll(wordsOfPart);
            wordParts.addAll(Tokens.wordParts(part));
            if (wordsOfPart.size() > 1 && wordsOfPart.size() <= MAX_WORDS_IN_PHRASE) {
                phrases.add(Tokens.quotable(part));
            }
        }
        words.removeAll(STOP_WORDS);
        wordParts.removeAll(words);
        wordParts.removeAll(STOP_WORDS);
        return new LuceneQuery(
                words.stream().limit(MAX_WORDS).toList(),
                phrases.stream().limit(MAX_PHRASES).toList(),
                wordParts.stream().limit(MAX_WORD_PARTS).toList());
    }

    public boolean isEmpty() {
        return words.isEmpty();
    }

    /// The clauses, of which a hit matches at least one.
    ///
    /// @param title     the field whose words weigh most
    /// @param body      the field with all words; may be the same as `title`
    /// @param subTokens the field with the [Tokens#subTokens]
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
        wordParts.forEach(part -> clauses.add(clause(subTokens, part, "0.3")));
        return String.join(" ", clauses);
    }

    private static String clause(String field, String words, String boost) {
        return field + ":\"" + words + "\"^" + boost;
    }
}
