package io.memlog.schemas.event;

import io.memlog.schemas.json.WireEnum;

/// What a consumer did with a replayed dead letter.
public enum ReplayOutcome implements WireEnum {

    /// The index holds the dead letter's version now.
    APPLIED,

    /// The index holds a newer version, a deletion included; nothing was changed. Its wire name is
    /// `passed_over`.
    SKIPPED;

    @Override
    public String wireName() {
        return this == APPLIED ? "applied" : "passed_over";
    }
}
