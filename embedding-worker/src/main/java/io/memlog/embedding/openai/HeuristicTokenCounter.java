package io.memlog.embedding.openai;

import io.memlog.embedding.text.TokenCounter;

/// Estimates the number of tokens for a model without a known tokenizer; overestimates rather than
/// underestimates.
final class HeuristicTokenCounter implements TokenCounter {

    /// Tokenizers have tokens for common words and their parts, and split longer words into short tokens.
    private static final int MAX_COMMON_WORD_LENGTH = 12;

    private static final int LETTERS_PER_COMMON_TOKEN = 4;
    private static final int LETTERS_PER_RARE_TOKEN = 2;

    @Override
    public int count(String text) {
        var tokens = 0;
        for (var position = 0; position < text.length(); ) {
            var letters = lettersFrom(position, text);
            if (letters > 0) {
                tokens += ofWord(letters);
                position += letters;
            } else {
                var character = text.codePointAt(position);
                tokens += ofOther(character);
                position += Character.charCount(character);
            }
        }
        return tokens;
    }

    /// The longest beginning of a text that does not exceed the maximum.
    String truncate(String text, int maxTokens) {
        if (count(text) <= maxTokens) {
            return text;
        }
        var fits = 0;
        var tooLong = text.length();
        while (tooLong - fits > 1) {
            var middle = (fits + tooLong) / 2;
            if (count(text.substring(0, middle)) <= maxTokens) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        var splitsPair = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
        return text.substring(0, splitsPair ? fits - 1 : fits);
    }

    private static int lettersFrom(int start, String text) {
        var end = start;
        while (end < text.length() && isLetter(text.charAt(end))) {
            end++;
        }
        return end - start;
    }

    private static int ofWord(int letters) {
        return Math.ceilDiv(
                letters, letters <= MAX_COMMON_WORD_LENGTH ? LETTERS_PER_COMMON_TOKEN : LETTERS_PER_RARE_TOKEN);
    }

    /// Digits and punctuation are single tokens, white space belongs to the next word, and other characters
    /// take about one token per byte after the first.
    private static int ofOther(int character) {
        if (character < 0x80) {
            return Character.isWhitespace(character) ? 0 : 1;
        }
        return character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    }

    private static boolean isLetter(char character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
    }
}
