package io.memlog.graph.entities;

import static java.util.stream.Collectors.toUnmodifiableMap;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Recognizes well-known technologies and normalizes their spelling.
final class Technologies {

    private static final Map<String, String> NAMES = WordList.read("technologies.txt").stream()
            .collect(toUnmodifiableMap(name -> name.toLowerCase(Locale.ROOT), name -> name));

    /// Common words, which are technologies only when capitalized.
    private static final Set<String> AMBIGUOUS = WordList.parse("""
            ant apache argo babel bash bootstrap caffeine celery consul cypher eclipse electron elixir helm
            oracle pandas reactor ruby rollup sentry snowflake swagger thrift undertow vagrant jersey parquet
            scala chroma
            """);

    private Technologies() {}

    static Optional<String> parse(String word) {
        return AMBIGUOUS.contains(word)
                ? Optional.empty()
                : Optional.ofNullable(NAMES.get(word.toLowerCase(Locale.ROOT)));
    }
}
