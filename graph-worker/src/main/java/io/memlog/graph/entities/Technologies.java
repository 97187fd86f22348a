package io.memlog.graph.entities;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Well-known technologies, each under one spelling.
final class Technologies {

    private static final Map<String, String> NAMES = WordList.read("technologies.txt").stream()
            .collect(toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

    /// Plain words in lower case that are technologies only when they are written as names.
    private static final Set<String> ALSO_WORDS = Set.of(
            "ant",
            "apache",
            "argo",
            "babel",
            "bash",
            "bootstrap",
            "caffeine",
            "celery",
            "consul",
            "cypher",
            "eclipse",
            "electron",
            "elixir",
            "helm",
            "oracle",
            "pandas",
            "reactor",
            "ruby",
            "rollup",
            "sentry",
            "snowflake",
            "swagger",
            "thrift",
            "undertow",
            "vagrant",
            "jersey",
            "parquet",
            "scala",
            "chroma");

    private Technologies() {}

    static Optional<String> named(String word) {
        return ALSO_WORDS.contains(word)
                ? Optional.empty()
                : Optional.ofNullable(NAMES.get(word.toLowerCase(Locale.ROOT)));
    }
}
