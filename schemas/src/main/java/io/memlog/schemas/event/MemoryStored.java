package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.memlog.schemas.memory.MemoryLog;

/// A new memory was stored; the event contains its complete state.
public record MemoryStored(@JsonValue MemoryLog memory) implements MemoryChange.Written {

    public static final String TYPE = "memory_log.stored";

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MemoryStored {}

    @Override
    public String type() {
        return TYPE;
    }
}
