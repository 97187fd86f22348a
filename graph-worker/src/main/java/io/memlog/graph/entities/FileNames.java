package io.memlog.graph.entities;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Recognizes the names of files, and the folders and types in them.
final class FileNames {

    private static final Pattern PATH = Pattern.compile("[\\p{L}\\p{N}_.$@+~/\\\\-]*[\\p{L}\\p{N}_$-]");
    private static final Pattern TYPE_NAME = Pattern.compile("\\p{Lu}[\\p{L}\\p{N}_]{2,120}");

    private static final Set<String> EXTENSIONS = WordList.read("file-extensions.txt");
    private static final Set<String> WITHOUT_EXTENSION =
            Set.of("Dockerfile", "Makefile", "Jenkinsfile", "Vagrantfile", "Gemfile", "Procfile", "CODEOWNERS");

    private FileNames() {}

    /// Whether a word of a text is a file.
    static boolean isFile(String word) {
        if (WITHOUT_EXTENSION.contains(word)) {
            return true;
        }
        var dot = word.lastIndexOf('.');
        return dot > 0
                && EXTENSIONS.contains(word.substring(dot + 1).toLowerCase(Locale.ROOT))
                && PATH.matcher(word).region(0, dot).matches()
                && Technologies.parse(word.replace(".", "")).isEmpty();
    }

    /// The folder of a file.
    static Optional<String> folder(String path) {
        var end = lastSeparator(path);
        return end <= 0 ? Optional.empty() : Optional.of(path.substring(0, end));
    }

    /// The type that a source file declares by its name, such as `KafkaListener` of `KafkaListener.java`.
    static Optional<String> typeName(String path) {
        var name = path.substring(lastSeparator(path) + 1);
        var dot = name.indexOf('.');
        if (dot <= 0
                || !EXTENSIONS.contains(
                        name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT))) {
            return Optional.empty();
        }
        var stem = name.substring(0, dot);
        var camel = TYPE_NAME.matcher(stem).matches() && stem.chars().anyMatch(Character::isLowerCase);
        return camel && CodeIdentifiers.isCompound(stem) ? Optional.of(stem) : Optional.empty();
    }

    private static int lastSeparator(String path) {
        return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    }
}
