package io.memlog.api.replay;

import io.memlog.schemas.memory.MemoryId;

/// The latest event of a memory.
///
/// @param data the event's JSON, as it stands in the log
public record LogEntry(MemoryId memory, String eventId, String type, String data) {}
