package io.memlog.api.operations.deadletters.indexing;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts out of messages, such that a store can keep them.
final class TextSanitizer {

    private static final char REPLACEMENT = '\uFFFD';

    private TextSanitizer() {}

    /// At most so many characters of the text; what is no UTF-8, and NUL, are replaced.
    static String of(byte[] bytes, int longest) {
        var text = new String(bytes, UTF_8).replace('\0', REPLACEMENT);
        return shortened(text, longest);
    }

    static String shortened(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
        return text.substring(0, end);
    }
}
