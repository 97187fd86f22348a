package io.memlog.api.operations.jobs;

import io.memlog.schemas.json.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jooq.JSON;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/// A row of the table `job`.
public final class JobRow {

    /// What [#read] reads.
    public static final String COLUMNS = "id, kind, state, request, place, total, done, sent, skipped, rate_per_second,"
            + " created_at, started_at, finished_at, error";

    private JobRow() {}

    public static Job read(Record row) {
        return new Job(
                new JobId(row.get("id", UUID.class)),
                row.get("kind", String.class),
                JobState.parse(row.get("state", String.class)),
                Json.mapper().readTree(row.get("request", JSON.class).data()),
                Json.mapper().readTree(row.get("place", JSON.class).data()),
                new Progress(
                        row.get("total", Long.class),
                        row.get("done", Long.class),
                        row.get("sent", Long.class),
                        row.get("skipped", Long.class)),
                row.get("rate_per_second", Integer.class),
                row.get("created_at", OffsetDateTime.class).toInstant(),
                time(row, "started_at"),
                time(row, "finished_at"),
                row.get("error", String.class));
    }

    private static @Nullable Instant time(Record row, String column) {
        var time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
