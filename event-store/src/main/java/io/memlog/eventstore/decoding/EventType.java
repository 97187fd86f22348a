package io.memlog.eventstore.decoding;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// Decodes the events of one type: upcasters lead from the version in which an event was written to the current
/// one, which the reader decodes.
///
/// @param upcasters each converts the data of one version to the next, by the version that it reads
/// @param reader    decodes the current version
/// @param <E>       the type of decoded events
public record EventType<E>(
        String name, Map<Integer, UnaryOperator<JsonNode>> upcasters, Function<JsonNode, ? extends E> reader) {

    public EventType {
        upcasters = Map.copyOf(upcasters);
        if (!IntStream.rangeClosed(1, upcasters.size()).allMatch(upcasters::containsKey)) {
            throw new IllegalArgumentException(name + " has upcasters from " + upcasters.keySet()
                    + ", instead of one for each version up to the current one");
        }
    }

    /// A type with a single schema version.
    public static <E> EventType<E> of(String name, Function<JsonNode, ? extends E> reader) {
        return new EventType<>(name, Map.of(), reader);
    }

    int currentVersion() {
        return upcasters.size() + 1;
    }

    /// @param schemaVersion a known version
    E read(int schemaVersion, JsonNode data) {
        var current = data;
        for (int version = schemaVersion; version < currentVersion(); version++) {
            current = requireNonNull(upcasters.get(version)).apply(current);
        }
        return reader.apply(current);
    }
}
