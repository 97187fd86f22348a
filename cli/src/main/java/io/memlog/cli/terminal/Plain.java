package io.memlog.cli.terminal;

/// Makes a text from elsewhere safe to show: no control character of it reaches the terminal.
public final class Plain {

    private Plain() {}

    /// The text on one line, its white space folded.
    public static String line(String text) {
        var line = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            var blank = Character.isWhitespace(point) || Character.isSpaceChar(point) || isHarmful(point);
            if (!blank) {
                line.appendCodePoint(point);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
        });
        return line.toString().stripTrailing();
    }

    /// The text with its lines.
    public static String lines(String text) {
        var lines = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == '\n' || point == '\t' || !isHarmful(point)) {
                lines.appendCodePoint(point);
            }
        });
        return lines.toString();
    }

    /// Control characters, what turns the direction of writing, and halves of surrogate pairs.
    private static boolean isHarmful(int point) {
        return Character.isISOControl(point)
                || Character.getType(point) == Character.SURROGATE
                || (point >= 0x202A && point <= 0x202E)
                || (point >= 0x2066 && point <= 0x2069);
    }
}
