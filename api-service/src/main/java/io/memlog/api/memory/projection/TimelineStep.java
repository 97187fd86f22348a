package io.memlog.api.memory.projection;

import io.memlog.schemas.json.WireEnum;

/// What happens to a version of a memory, in the order in which it usually happens.
public enum TimelineStep implements WireEnum {
    RECEIVED,
    STORED,
    REPLAY,
    REPAIR,
    PUBLISHED,
    ATTEMPT,
    DEAD_LETTER,
    INDEXED,
    DELETED
}
