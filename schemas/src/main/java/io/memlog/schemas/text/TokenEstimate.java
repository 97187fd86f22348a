package io.memlog.schemas.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Estimates the number of tokens for a model without a known tokenizer; overestimates rather than
/// underestimates.
public final class TokenEstimate {

    /// Words, and other characters one by one. White space belongs to the next word.
    private static final Pattern UNIT = Pattern.compile("[a-zA-Z]{1,100}|\\S");

    /// Tokenizers have tokens for common words and their parts, and split longer words into short tokens.
    private static final int MAX_COMMON_WORD_LENGTH = 12;

    private static final int LETTERS_PER_COMMON_TOKEN = 4;
    private static final int LETTERS_PER_RARE_TOKEN = 2;

    private TokenEstimate() {}

    public static int count(String text) {
        var tokens = 0;
        for (var units = UNIT.matcher(text); units.find(); ) {
            tokens += tokens(text, units);
        }
        return tokens;
    }

    /// The beginning of a text, up to the unit that exceeds the maximum.
    public static String truncate(String text, int maxTokens) {
        var tokens = 0;
        for (var units = UNIT.matcher(text); units.find(); ) {
            tokens += tokens(text, units);
            if (tokens > maxTokens) {
                return text.substring(0, units.start());
            }
        }
        return text;
    }

    /// Digits and punctuation are single tokens; other characters take about one token per byte after the
    /// first.
    private static int tokens(String text, Matcher unit) {
        var character = text.codePointAt(unit.start());
        if (Character.isLetter(character) && character < 0x80) {
            var letters = unit.end() - unit.start();
            return Math.ceilDiv(
                    letters, letters <= MAX_COMMON_WORD_LENGTH ? LETTERS_PER_COMMON_TOKEN : LETTERS_PER_RARE_TOKEN);
        }
        return character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    }
}
