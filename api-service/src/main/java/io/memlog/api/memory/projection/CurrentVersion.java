package io.memlog.api.memory.projection;

import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;

/// The version that the indexes have to reach, and when it was stored.
record CurrentVersion(MemoryId memory, long version, Instant since) {}
