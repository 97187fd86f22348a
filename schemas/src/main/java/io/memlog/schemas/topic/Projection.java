package io.memlog.schemas.topic;

import io.memlog.schemas.json.WireEnum;

/// An index that is built from the log. Its wire name stands in topics, events, the HTTP contract and meters.
public enum Projection implements WireEnum {

    /// Embeddings in Chroma, built by embedding-worker.
    VECTOR,

    /// Entities, relations and words in Neo4j, built by graph-worker.
    GRAPH;

    /// The Kafka consumer group of the workers that build the projection.
    public String consumerGroup() {
        return "memlog-" + wireName();
    }

    /// @throws IllegalArgumentException when there is no such projection
    public static Projection parse(String wireName) {
        return WireEnum.parse(Projection.class, wireName);
    }
}
