package io.memlog.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The options of the command line.
///
/// @param parts  in the order in which they run
/// @param output where the report is written
record Options(List<Part> parts, boolean isShort, Path output) {

    /// @throws IllegalArgumentException with a sentence about what is wrong
    static Options parse(List<String> arguments) {
        Set<String> names = new HashSet<>();
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
            } else if (Part.allNames().contains(argument)) {
                names.add(argument);
            } else {
                throw new IllegalArgumentException(sentence(argument));
            }
        }
        var parts = Arrays.stream(Part.values())
                .filter(part -> names.isEmpty() || !Collections.disjoint(names, part.names()))
                .toList();
        return new Options(parts, isShort, output);
    }

    private static String sentence(String argument) {
        if (argument.equals("--output")) {
            return "The option --output needs a folder.";
        }
        return argument.startsWith("-")
                ? "There is no option " + argument + "; --help shows those there are."
                : "There is no part " + argument + "; the parts are " + String.join(", ", Part.allNames()) + ".";
    }
}
