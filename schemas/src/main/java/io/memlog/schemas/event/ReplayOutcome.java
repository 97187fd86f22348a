package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// What a consumer did with a replayed dead letter.
public enum ReplayOutcome {
    /// The projection holds the dead letter's version now.
    APPLIED("applied"),
    /// The projection holds a newer version, a deletion included; nothing was changed.
    SKIPPED("passed_over");

    private final String wireName;

    ReplayOutcome(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    public String wireName() {
        return wireName;
    }

    /// @throws IllegalArgumentException when there is no such outcome
    @JsonCreator
    public static ReplayOutcome parse(String name) {
        for (var outcome : values()) {
            if (outcome.wireName().equals(name)) {
                return outcome;
            }
        }
        throw new IllegalArgumentException("the outcome of a replay is applied or passed_over, not " + name);
    }
}
