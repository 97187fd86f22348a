package io.memlog.cli.terminal;

/// Makes untrusted text safe to print: no control character reaches the terminal.
public final class TerminalSanitizer {

    private TerminalSanitizer() {}

    /// The text on one line, with white space collapsed.
    public static String line(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            var blank = Character.isWhitespace(point) || Character.isSpaceChar(point) || isUnsafe(point);
            if (!blank) {
                line.appendCodePoint(point);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        return line.toString().stripTrailing();
    }

    /// The text without control characters except line breaks and tabs.
    public static String lines(String text) {
        var lines = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t' || !isUnsafe(point)) {
                lines.appendCodePoint(point);
            }
        });
        return lines.toString();
    }

    /// JSON in which what is unsafe is escaped, so that it is the same value.
    public static String json(String text) {
        var json = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point != '\n' && point != '\t' && point != '\r' && isUnsafe(point)) {
                json.append("\\u%04x".formatted(point));
            } else {
                json.appendCodePoint(point);
            }
        });
        return json.toString();
    }

    /// Control characters, changes of the writing direction, and lone surrogates.
    private static boolean isUnsafe(int point) {
        return Character.isISOControl(point)
                || Character.getType(point) == Character.SURROGATE
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
