package io.memlog.eventstore;

import io.memlog.schemas.memory.MemoryId;

/// The name of a stream: the events of one entity, in order.
public record StreamId(String value) {

    public StreamId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("a stream has a name");
        }
    }

    public static StreamId ofMemory(MemoryId memory) {
        return new StreamId("memory_log-" + memory);
    }

    @Override
    public String toString() {
        return value;
    }
}
