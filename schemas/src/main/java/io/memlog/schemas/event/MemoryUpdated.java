package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.memlog.schemas.memory.MemoryLog;

/// A memory was updated; the event contains its complete new state.
public record MemoryUpdated(@JsonValue MemoryLog memory) implements MemoryChange.Written {

    public static final String TYPE = "memory_log.updated";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MemoryUpdated {}

    @Override
    public String type() {
        return TYPE;
    }
}
