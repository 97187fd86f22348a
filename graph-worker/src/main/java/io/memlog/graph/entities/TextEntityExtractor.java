package io.memlog.graph.entities;

import java.util.Locale;
import java.util.regex.Pattern;

/// Extracts issues, files, identifiers and technologies from a text, in one pass over its characters.
final class TextEntityExtractor {

    /// Longer words are skipped.
    private static final int MAX_WORD_LENGTH = 300;

    private static final int MAX_CODE_LENGTH = 200;
    private static final Pattern INNER_BREAK = Pattern.compile("[/:#\\\\$-]+");
    private static final String INNER = "_@#$./:\\-";

    private final EntityCollector entities;
    private String previous = "";

    TextEntityExtractor(EntityCollector entities) {
        this.entities = entities;
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
                addWord(trimmed(text.substring(start, end)), code);
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

    private void addWord(String word, boolean code) {
        if (!word.isEmpty()) {
            classify(word, code);
            previous = word.toLowerCase(Locale.ROOT);
        }
    }

    private void classify(String word, boolean code) {
        var issue = IssueReferences.parse(word, previous);
        if (issue.isPresent()) {
            entities.add(EntityType.ISSUE, issue.get(), Relation.REFERS_TO);
            return;
        }
        if (word.contains("://")) {
            return;
        }
        if (FileNames.isFile(word)) {
            entities.add(EntityType.FILE, word, Relation.MENTIONS);
            FileNames.typeName(word).ifPresent(this::addIdentifier);
            return;
        }
        var identifiers = CodeIdentifiers.in(word, code);
        var technology = Technologies.parse(word);
        if (technology.isPresent()) {
            entities.add(EntityType.TECHNOLOGY, technology.get(), Relation.MENTIONS);
        } else if (!identifiers.isEmpty()) {
            identifiers.forEach(this::addIdentifier);
        } else if (INNER_BREAK.matcher(word).find()) {
            INNER_BREAK.splitAsStream(word).forEach(part -> addWord(trimmed(part), code));
        }
    }

    private void addIdentifier(String name) {
        entities.addIfMeaningful(EntityType.IDENTIFIER, name, Relation.MENTIONS);
    }

    /// Removes punctuation at the ends of a word.
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
