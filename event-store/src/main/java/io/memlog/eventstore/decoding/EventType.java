package io.memlog.eventstore.decoding;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// How the events of one type are read: from the schema version in which they were written, step by step,
/// up to the newest, and then as the type of today's code.
///
/// @param upcasters by the version from which they lead to the next; one for each version but the newest
/// @param reader    reads the newest version
/// @param <E>       what events are to the code that reads them
public record EventType<E>(String name, Map<Integer, Upcaster> upcasters, Function<JsonNode, ? extends E> reader) {

    public EventType {
        upcasters = Map.copyOf(upcasters);
        if (!IntStream.rangeClosed(1, upcasters.size()).allMatch(upcasters::containsKey)) {
            throw new IllegalArgumentException(name + " has upcasters from " + upcasters.keySet()
                    + ", and not from each version up to the newest");
        }
    }

    /// A type that has had one schema version only.
    public static <E> EventType<E> of(String name, Function<JsonNode, ? extends E> reader) {
        return new EventType<>(name, Map.of(), reader);
    }

    int newestVersion() {
        return upcasters.size() + 1;
    }

    /// The event of data in a version that this code knows.
    E read(int schemaVersion, JsonNode data) {
        var current = data;
        for (int version = schemaVersion; version < newestVersion(); version++) {
            current = requireNonNull(upcasters.get(version)).upcast(current);
        }
        return reader.apply(current);
    }
}
