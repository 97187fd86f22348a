package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/// A row of the table `sync_finding`.
final class FindingRow {

    private FindingRow() {}

    static Finding read(Record row) {
        var tenant = new Tenant(row.get("user_id", String.class), row.get("project_id", String.class));
        var remedy = row.get("remedy", String.class);
        return new Finding(
                row.get("number", Long.class),
                Projection.parse(row.get("projection", String.class)),
                new MemoryKey(new MemoryId(row.get("memory_id", Long.class)), tenant),
                new Discrepancy(
                        FindingKind.of(row.get("kind", String.class)).orElseThrow(),
                        row.get("damaged", Boolean.class),
                        row.get("log_version", Long.class),
                        row.get("index_version", Long.class)),
                Objects.requireNonNull(time(row, "first_seen")),
                Objects.requireNonNull(time(row, "last_seen")),
                FindingState.of(row.get("state", String.class)).orElseThrow(),
                remedy == null ? null : RepairAction.parse(remedy),
                time(row, "repair_at"),
                row.get("job_id", UUID.class));
    }

    private static @Nullable Instant time(Record row, String column) {
        var time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
