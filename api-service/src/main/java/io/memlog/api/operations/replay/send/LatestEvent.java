package io.memlog.api.operations.replay.send;

import io.memlog.schemas.memory.MemoryId;

/// The latest event of a memory.
///
/// @param data the event's JSON, as in the log
public record LatestEvent(MemoryId memory, String eventId, String type, String data) {}
