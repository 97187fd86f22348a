package io.memlog.consumer.contract;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/// Memories for tests; ids are never used twice in a run.
public final class Memories {

    private static final AtomicLong IDS = new AtomicLong(System.currentTimeMillis());

    private Memories() {}

    public static Tenant someTenant() {
        return new Tenant("user-" + UUID.randomUUID(), "project");
    }

    public static MemoryId someId() {
        return new MemoryId(IDS.incrementAndGet());
    }

    public static MemoryLog memory(String task, String rawData) {
        return memory(someTenant(), task, rawData);
    }

    public static MemoryLog memory(Tenant tenant, String task, String rawData) {
        return memory(someId(), 1, tenant, task, rawData);
    }

    public static MemoryLog memory(MemoryId id, long version, Tenant tenant, String task, String rawData) {
        return memory(id, version, tenant, task, rawData, "tester", "2026-01-02", "conversation-1");
    }

    public static MemoryLog memory(
            MemoryId id,
            long version,
            Tenant tenant,
            String task,
            String rawData,
            String agent,
            String date,
            String conversation) {
        var now = Instant.parse("2026-01-02T03:04:05Z");
        return new MemoryLog(
                id,
                version,
                task,
                agent,
                MemoryDate.parse(date),
                tenant.userId(),
                tenant.projectId(),
                conversation,
                null,
                null,
                Json.mapper().readTree(rawData),
                now,
                now);
    }
}
