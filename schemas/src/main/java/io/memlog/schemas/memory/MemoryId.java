package io.memlog.schemas.memory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The id of a memory log, unique in the deployment and never reused.
public record MemoryId(@JsonValue long value) implements Comparable<MemoryId> {

    @JsonCreator
    public MemoryId {
        if (value < 1) {
            throw new IllegalArgumentException("a memory id is a positive number, not " + value);
        }
    }

    /// Parses the id of a path, a message key or a record id.
    public static MemoryId parse(String text) {
        return new MemoryId(Long.parseLong(text));
    }

    @Override
    public int compareTo(MemoryId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
