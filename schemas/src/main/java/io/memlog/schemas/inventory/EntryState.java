package io.memlog.schemas.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// In which state a store holds a memory.
public enum EntryState {
    /// The whole of one version, and nothing else.
    STORED,
    /// The version of its deletion, and nothing else.
    DELETED,
    /// Anything else: parts are missing, or belong to different versions, or should not be there. What is
    /// being written at this moment may look like it, too.
    DAMAGED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// @throws IllegalArgumentException when there is no such state
    @JsonCreator
    public static EntryState parse(String name) {
        for (var state : values()) {
            if (state.wireName().equals(name)) {
                return state;
            }
        }
        throw new IllegalArgumentException("the state of an entry is stored, deleted or damaged, not " + name);
    }
}
