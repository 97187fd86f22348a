package io.memlog.api.memory.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// How a search looks for memories, and which arms it asks for that.
enum SearchMode {
    HYBRID,
    VECTOR,
    TEXT,
    GRAPH;

    boolean asks(Retriever arm) {
        return switch (this) {
            case HYBRID -> true;
            case VECTOR -> arm == Retriever.VECTOR;
            case TEXT -> arm == Retriever.TEXT;
            case GRAPH -> arm == Retriever.GRAPH;
        };
    }

    static Optional<SearchMode> parse(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.wireName().equals(name))
                .findFirst();
    }

    static String names() {
        return Arrays.stream(values()).map(SearchMode::wireName).collect(Collectors.joining(", "));
    }

    private String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
