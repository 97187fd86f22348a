package io.memlog.api.http;

import io.memlog.schemas.json.WireEnum;

/// What a caller may do. Each role includes `read`, and `admin` includes all.
public enum Role implements WireEnum {
    /// Reads and searches.
    READ,
    /// Stores, updates and deletes memory logs, and stores agent events.
    INGEST,
    /// Dead letters, replays, consistency checks, archive, jobs and status.
    OPERATE,
    /// API keys and the audit.
    ADMIN;

    public boolean includes(Role other) {
        return this == ADMIN || this == other || other == READ;
    }

    /// Whether a caller of this role may be bound to a user or project. Operations span all of them.
    public boolean isBindable() {
        return this == READ || this == INGEST;
    }
}
