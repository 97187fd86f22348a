package io.memlog.schemas.message;

import io.memlog.schemas.json.WireEnum;

/// Whether the same message may succeed later.
public enum RetryClass implements WireEnum {
    /// The cause may pass by itself, such as an unavailable tenant: api-service replays the dead letter.
    TRANSIENT,
    /// The content can never be applied: an operator edits or discards the dead letter.
    PERMANENT
}
