package io.memlog.schemas.topic;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// An index that is built from the log, and at the same time the name of the consumer that builds it.
public enum Projection {
    /// Embeddings in Chroma, built by embedding-worker.
    VECTOR,
    /// Entities, relations and words in Neo4j, built by graph-worker.
    GRAPH;

    /// The name in topics, events, the HTTP contract and meters.
    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when there is no such projection
    @JsonCreator
    public static Projection parse(String name) {
        for (var projection : values()) {
            if (projection.wireName().equals(name)) {
                return projection;
            }
        }
        throw new IllegalArgumentException("a projection is vector or graph, not " + name);
    }
}
