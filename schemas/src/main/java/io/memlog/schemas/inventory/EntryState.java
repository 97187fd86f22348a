package io.memlog.schemas.inventory;

import io.memlog.schemas.json.WireEnum;

/// The state in which a store holds a memory.
public enum EntryState implements WireEnum {

    /// All of one version, and nothing else.
    STORED,

    /// The version of the deletion, and nothing else.
    DELETED,

    /// Anything else: records are missing, belong to different versions, or should not exist. A write that is
    /// in progress may look like this, too.
    DAMAGED
}
