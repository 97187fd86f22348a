package io.memlog.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The options of the command line.
///
/// @param parts  the names of the parts to run, in the order in which they run
/// @param output where the report is written
record Options(List<Part> parts, boolean isShort, Path output) {

    /// What is wrong with the command line, as a sentence.
    static final class UsageException extends Exception {

        UsageException(String message) {
            super(message);
        }
    }

    /// The help text, which the launcher also prints without Java.
    static String help() {
        try (var text = Objects.requireNonNull(Options.class.getResourceAsStream("help.txt"))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Options parse(List<String> arguments) throws UsageException {
        Set<String> names = new LinkedHashSet<>();
        var isShort = false;
        var output = Path.of("memlog-bench");
        for (var rest = arguments.iterator(); rest.hasNext(); ) {
            var argument = rest.next();
            if (argument.equals("--short")) {
                isShort = true;
            } else if (argument.equals("--output") && rest.hasNext()) {
                output = Path.of(rest.next());
            } else if (argument.startsWith("--output=")) {
                output = Path.of(argument.substring("--output=".length()));
            } else if (Part.ALL.stream().anyMatch(part -> part.name().equals(argument))) {
                names.add(argument);
            } else {
                throw new UsageException(sentence(argument));
            }
        }
        var parts = Part.ALL.stream()
                .filter(part -> names.isEmpty() || names.contains(part.name()))
                .toList();
        return new Options(parts, isShort, output);
    }

    private static String sentence(String argument) {
        if (argument.equals("--output")) {
            return "The option --output needs a folder.";
        }
        return argument.startsWith("-")
                ? "There is no option " + argument + "; --help shows those there are."
                : "There is no part " + argument + "; the parts are "
                        + Part.ALL.stream().map(Part::name).collect(Collectors.joining(", ")) + ".";
    }
}
