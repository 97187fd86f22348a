package io.memlog.api.http;

import java.util.Optional;

/// What every text from outside must be, wherever it stands.
final class TextRules {

    private TextRules() {}

    /// What PostgreSQL, JSON or UTF-8 could not carry: NUL and halves of surrogate pairs.
    static Optional<String> flawOf(String text) {
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == 0) {
                return Optional.of("holds a NUL character");
            }
            if (Character.isHighSurrogate(character)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(character)) {
                return Optional.of("holds a lone surrogate");
            }
        }
        return Optional.empty();
    }

    static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    static boolean isBlank(String text) {
        return text.codePoints().allMatch(point -> Character.isWhitespace(point) || Character.isSpaceChar(point));
    }
}
