package io.memlog.graph.entities;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Recognizes the identifiers of programs.
final class CodeIdentifiers {

    private static final int MAX_IDENTIFIER_LENGTH = 200;

    private static final Pattern COMPOUND = Pattern.compile("[\\p{L}$][\\p{L}\\p{N}$]{2,}");
    private static final Pattern HUMP = Pattern.compile("\\p{Ll}[\\p{N}]*\\p{Lu}|\\p{Lu}{2,}\\p{Ll}{2,}.*\\p{L}{4}");
    private static final Pattern SNAKE = Pattern.compile("_{0,2}\\p{L}[\\p{L}\\p{N}]*(?:_[\\p{L}\\p{N}]+)+_{0,2}");
    private static final Pattern ANNOTATION = Pattern.compile("@(\\p{Lu}[\\p{L}\\p{N}]{2,})");
    private static final Pattern DOTTED =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]+(?:\\.[\\p{L}_][\\p{L}\\p{N}_$-]+)+");
    private static final Pattern COORDINATES = Pattern.compile("\\p{L}[\\w-]*(?:\\.[\\w-]+)+:\\p{L}[\\w.-]{2,}");
    private static final Pattern DOT = Pattern.compile("\\.");
    private static final Pattern CODE = Pattern.compile("\\p{Lu}[\\p{L}\\p{N}]{2,}");

    private static final Set<String> DOMAINS =
            Set.of("com", "org", "net", "io", "dev", "edu", "gov", "de", "uk", "fr", "eu", "ai", "app", "co", "me");

    private CodeIdentifiers() {}

    /// The identifiers in a word of a text: the word itself, and the type in a qualified name.
    ///
    /// @param code whether the text marks the word as code
    static List<String> in(String word, boolean code) {
        if (word.length() > MAX_IDENTIFIER_LENGTH) {
            return List.of();
        }
        var annotation = ANNOTATION.matcher(word);
        if (annotation.matches()) {
            return List.of(annotation.group(1));
        }
        if (COORDINATES.matcher(word).matches()) {
            return List.of(word);
        }
        if (DOTTED.matcher(word).matches()) {
            return dotted(word, code);
        }
        if (SNAKE.matcher(word).matches()
                ? word.chars().filter(Character::isLetter).count() > 2
                : isCompound(word)) {
            return List.of(word);
        }
        var marked = code && CODE.matcher(word).matches();
        return marked && !WordList.isStopWord(word) ? List.of(word) : List.of();
    }

    /// Whether the word is in camel case with at least two parts.
    static boolean isCompound(String word) {
        return COMPOUND.matcher(word).matches() && HUMP.matcher(word).find();
    }

    private static List<String> dotted(String word, boolean code) {
        var segments = DOT.splitAsStream(word).toList();
        List<String> names = new ArrayList<>();
        var distinctive = segments.size() > 2
                || code
                || word.indexOf('_') >= 0
                || segments.stream().anyMatch(CodeIdentifiers::isCompound);
        var domain = segments.size() <= 3 && DOMAINS.contains(segments.getLast());
        var sentenceBreak = segments.size() == 2
                && !isCompound(segments.getFirst())
                && Character.isUpperCase(segments.getLast().charAt(0));
        if (distinctive && !domain && !(sentenceBreak && !code)) {
            names.add(word);
        }
        segments.stream()
                .filter(CodeIdentifiers::isCompound)
                .filter(CodeIdentifiers::isType)
                .forEach(names::add);
        return names;
    }

    private static boolean isType(String name) {
        return Character.isUpperCase(name.charAt(0));
    }
}
