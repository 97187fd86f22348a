package io.memlog.graph.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A query as clauses of Lucene. It is built from letters, digits and symbols only, so that no input reaches Lucene's
/// syntax.
///
/// @param words     single words, without those that only ask, unless there are no others
/// @param phrases   words without a space between them, such as `max.poll.records`
/// @param wordParts parts of compound words, which weigh less
/// @param stopWords the query as a phrase for the index of [StopWords#runs]; empty when it has other words
public record LuceneQuery(List<String> words, List<String> phrases, List<String> wordParts, String stopWords) {

    /// Lucene accepts 1,024 clauses, and a word becomes one for each field.
    private static final int MAX_WORDS = 128;

    private static final int MAX_PHRASES = 32;
    private static final int MAX_WORD_PARTS = 64;
    private static final int MAX_WORDS_IN_PHRASE = 16;
    private static final int MAX_STOP_WORDS = 64;

    public LuceneQuery {
        words = List.copyOf(words);
        phrases = List.copyOf(phrases);
        wordParts = List.copyOf(wordParts);
    }

    public static LuceneQuery of(String query) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> phrases = new LinkedHashSet<>();
        Set<String> wordParts = new LinkedHashSet<>();
        List<String> stopWords = new ArrayList<>();
        List<String> sequence = new ArrayList<>();
        for (var part : Tokens.parts(query)) {
            var wordsOfPart = Tokens.words(part);
            sequence.addAll(wordsOfPart);
            wordsOfPart.forEach(word -> (StopWords.contains(word) ? stopWords : words).add(word));
            wordsOfPart.stream().flatMap(Tokens::bigrams).forEach(words::add);
            wordParts.addAll(Tokens.wordParts(part));
            if (wordsOfPart.size() > 1 && wordsOfPart.size() <= MAX_WORDS_IN_PHRASE) {
                phrases.add(Tokens.quotable(part));
            }
        }
        words.addAll(DateWords.days(sequence));
        if (!words.stream().allMatch(StopWords::isAsking)) {
            words.removeIf(StopWords::isAsking);
        }
        wordParts.removeAll(words);
        wordParts.removeIf(StopWords::contains);
        return new LuceneQuery(
                words.stream().limit(MAX_WORDS).toList(),
                phrases.stream().limit(MAX_PHRASES).toList(),
                wordParts.stream().limit(MAX_WORD_PARTS).toList(),
                words.isEmpty()
                        ? StopWords.indexed(
                                stopWords.stream().limit(MAX_STOP_WORDS).toList())
                        : "");
    }

    /// Whether there are no words but stop words.
    public boolean isEmpty() {
        return words.isEmpty();
    }

    /// The clauses, of which a hit matches at least one.
    ///
    /// @param text    the field with whole words
    /// @param title   the field whose words count once more; may be the same as `text`
    /// @param beneath the field with the [Tokens#subTokens]
    public String clauses(String text, String title, String beneath) {
        List<String> clauses = new ArrayList<>();
        for (var word : words) {
            clauses.add(clause(text, word, "2"));
            if (!title.equals(text)) {
                clauses.add(clause(title, word, "0.5"));
            }
            clauses.add(clause(beneath, word, "0.5"));
        }
        phrases.forEach(phrase -> clauses.add(clause(text, phrase, "2")));
        wordParts.forEach(part -> clauses.add(clause(beneath, part, "0.3")));
        return String.join(" ", clauses);
    }

    /// The clause of a query of stop words alone; empty when there is none.
    public String stopWordClause(String field) {
        return stopWords.isEmpty() ? "" : clause(field, stopWords, "1");
    }

    private static String clause(String field, String words, String boost) {
        return field + ":\"" + words + "\"^" + boost;
    }
}
