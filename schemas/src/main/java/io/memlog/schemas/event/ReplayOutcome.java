package io.memlog.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What a consumer did with a replayed dead letter.
public enum ReplayOutcome {
    /// The index holds the letter's version now.
    APPLIED,
    /// The index holds a newer version, a deletion included; nothing was changed.
    SKIPPED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
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
