package io.memlog.api.operations.deadletters.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Makes texts of records storable in PostgreSQL.
final class TextSanitizer {

    private static final char REPLACEMENT = '\uFFFD';

    private TextSanitizer() {}

    /// Replaces NUL and what is not UTF-8, and truncates.
    static String of(byte[] bytes, int maxLength) {
        var text = new String(bytes, UTF_8).replace('\0', REPLACEMENT);
        return truncate(text, maxLength);
    }

    static String truncate(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength;
        return text.substring(0, end);
    }
}
