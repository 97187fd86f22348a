package io.memlog.bench;

import io.memlog.bench.load.WorkLogs;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.message.EventMessage;
import java.time.Instant;

/// A work log as Memlog stores and publishes it, for those who do the same without Memlog.
///
/// @param id of its row; the event keeps the one that it was made with
record MemoryRow(long id, MemoryLog memory, EventMessage message, String headers, String tags) {

    private static final Instant STORED_AT = Instant.parse("2026-01-01T00:00:00Z");

    static MemoryRow of(WorkLogs logs, long number, long id) {
        var log = Json.mapper().valueToTree(logs.log(number));
        var memory = new MemoryLog(
                new MemoryId(id),
                1,
                log.path("task").asString(),
                log.path("agent").asString(),
                MemoryDate.moment(STORED_AT),
                log.path("user_id").asString(),
                log.path("project_id").asString(),
                log.path("conversation_id").isString()
                        ? log.path("conversation_id").asString()
                        : null,
                null,
                null,
                log.path("raw_data"),
                STORED_AT,
                STORED_AT);
        var message = EventMessage.of("bench/" + id, "/memlog/bench", STORED_AT, new MemoryStored(memory));
        return new MemoryRow(
                id,
                memory,
                message,
                Json.mapper().writeValueAsString(message.headers()),
                Json.mapper().writeValueAsString(Tags.of(memory.rawData())));
    }

    /// Another row with the same content.
    MemoryRow withId(long id) {
        return new MemoryRow(id, memory, message, headers, tags);
    }
}
