package io.memlog.bench;

import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tags;
import io.memlog.schemas.message.EventMessage;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;

/// A work log as Memlog stores and publishes it, for those who do the same without Memlog.
record MemoryRow(MemoryLog memory, EventMessage message, String headers, String tags) {

    private static final Instant STORED_AT = Instant.parse("2026-01-01T00:00:00Z");

    /// The first so many logs, whose ids begin at 1.
    static List<MemoryRow> first(int count, WorkLogs logs) {
        return LongStream.range(0, count).mapToObj(number -> of(logs, number)).toList();
    }

    private static MemoryRow of(WorkLogs logs, long number) {
        var log = Json.mapper().valueToTree(logs.log(number));
        var conversation = log.path("conversation_id");
        var memory = new MemoryLog(
                new MemoryId(number + 1),
                1,
                log.path("task").asString(),
                log.path("agent").asString(),
                MemoryDate.moment(STORED_AT),
                log.path("user_id").asString(),
                log.path("project_id").asString(),
                conversation.isString() ? conversation.asString() : null,
                null,
                null,
                log.path("raw_data"),
                STORED_AT,
                STORED_AT);
        var message = EventMessage.of("bench/" + number, "/memlog/bench", STORED_AT, new MemoryStored(memory));
        return new MemoryRow(
                memory,
                message,
                Json.mapper().writeValueAsString(message.headers()),
                Json.mapper().writeValueAsString(Tags.of(memory.rawData())));
    }
}
