package io.memlog.embedding.openai;

import io.memlog.embedding.text.TokenCounter;

/// Guesses how many tokens a text has for a model whose tokenizer nobody knows here: rather too many than
/// too few.
final class HeuristicTokenCounter implements TokenCounter {

    /// Tokenizers know common words and their parts as a whole, and cut what is longer into small pieces.
    private static final int MAX_COMMON_WORD_LENGTH = 12;

    private static final int LETTERS_PER_COMMON_TOKEN = 4;
    private static final int LETTERS_PER_RARE_TOKEN = 2;

    @Override
    public int count(String text) {
        var tokens = 0;
        for (var at = 0; at < text.length(); ) {
            var letters = lettersFrom(at, text);
            if (letters > 0) {
                tokens += ofWord(letters);
                at += letters;
            } else {
                var character = text.codePointAt(at);
                tokens += ofOther(character);
                at += Character.charCount(character);
            }
        }
        return tokens;
    }

    /// The beginning of a text, as long as it may be.
    String truncate(String text, int most) {
        if (count(text) <= most) {
            return text;
        }
        var fits = 0;
        var tooLong = text.length();
        while (tooLong - fits > 1) {
            var middle = (fits + tooLong) / 2;
            if (count(text.substring(0, middle)) <= most) {
                fits = middle;
            } else {
                tooLong = middle;
            }
        }
        var half = fits > 0 && Character.isHighSurrogate(text.charAt(fits - 1));
        return text.substring(0, half ? fits - 1 : fits);
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

    /// Digits and signs are tokens of their own, spaces belong to what follows, and the rest takes about one
    /// for each byte after the first.
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
