package io.memlog.graph.entities;

import java.util.Locale;
import java.util.regex.Pattern;

/// Finds what a text names: issues, files, identifiers, technologies. It reads every character once,
/// whatever the text.
final class TextEntityExtractor {

    /// No name is looked for in words beyond this.
    private static final int MAX_WORD_LENGTH = 300;

    private static final int MAX_CODE_LENGTH = 200;
    private static final Pattern INNER_BREAK = Pattern.compile("[/:#\\\\$-]+");
    private static final String INNER = "_@#$./:\\-";

    private final EntityCollector findings;
    private String previous = "";

    TextEntityExtractor(EntityCollector findings) {
        this.findings = findings;
    }

    void read(String text) {
        var code = false;
        for (var part : text.split("`", -1)) {
            readPart(part, code && part.length() <= MAX_CODE_LENGTH && part.indexOf('\n') < 0);
            code = !code;
        }
    }

    private void readPart(String text, boolean code) {
        for (var start = 0; start < text.length(); ) {
            if (!isInner(text.charAt(start))) {
                start++;
                continue;
            }
            var end = start;
            while (end < text.length() && isInner(text.charAt(end))) {
                end++;
            }
            if (text.substring(start, Math.min(end, start + MAX_WORD_LENGTH)).contains("://")) {
                end = endOfLink(text, end);
            }
            if (end - start <= MAX_WORD_LENGTH) {
                word(trimmed(text.substring(start, end)), code);
            }
            start = end;
        }
    }

    private static int endOfLink(String text, int start) {
        var end = start;
        while (end < text.length()
                && !Character.isWhitespace(text.charAt(end))
                && ")>]\"'".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private void word(String word, boolean code) {
        if (!word.isEmpty()) {
            name(word, code);
            previous = word.toLowerCase(Locale.ROOT);
        }
    }

    private void name(String word, boolean code) {
        var issue = IssueReferences.named(word, previous);
        if (issue.isPresent()) {
            findings.add(EntityType.ISSUE, issue.get(), Relation.REFERS_TO);
            return;
        }
        if (word.contains("://")) {
            return;
        }
        if (FileNames.isFile(word)) {
            findings.add(EntityType.FILE, word, Relation.MENTIONS);
            FileNames.typeName(word).ifPresent(this::identifier);
            return;
        }
        var identifiers = CodeIdentifiers.in(word, code);
        var technology = Technologies.named(word);
        if (technology.isPresent()) {
            findings.add(EntityType.TECHNOLOGY, technology.get(), Relation.MENTIONS);
        } else if (!identifiers.isEmpty()) {
            identifiers.forEach(this::identifier);
        } else if (INNER_BREAK.matcher(word).find()) {
            INNER_BREAK.splitAsStream(word).forEach(part -> word(trimmed(part), code));
        }
    }

    private void identifier(String name) {
        findings.addIfMeaningful(EntityType.IDENTIFIER, name, Relation.MENTIONS);
    }

    /// Dots, dashes and the like at the ends of a word are punctuation.
    private static String trimmed(String word) {
        var start = 0;
        var end = word.length();
        while (start < end && "./:\\-$".indexOf(word.charAt(start)) >= 0 && !isHiddenFolder(word, start)) {
            start++;
        }
        while (end > start && "@#$./:\\-".indexOf(word.charAt(end - 1)) >= 0) {
            end--;
        }
        return word.substring(start, end);
    }

    private static boolean isHiddenFolder(String word, int start) {
        return word.charAt(start) == '.'
                && start + 1 < word.length()
                && Character.isLetter(word.charAt(start + 1))
                && word.indexOf('/', start) > 0;
    }

    private static boolean isInner(char c) {
        return Character.isLetterOrDigit(c) || INNER.indexOf(c) >= 0;
    }
}
