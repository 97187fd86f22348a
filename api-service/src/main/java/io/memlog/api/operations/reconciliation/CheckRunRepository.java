package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.SYNC_CHECK;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// The last complete check of each index.
@Component
final class CheckRunRepository {

    private final DSLContext sql;

    CheckRunRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// A complete check of an index. Its JSON is the one of the HTTP contract.
    ///
    /// @param nanoseconds spent on comparing, without pauses
    record CheckRun(
            Instant startedAt,
            Instant endedAt,
            long memories,
            @JsonIgnore long nanoseconds) {

        @JsonProperty("milliseconds_per_memory")
        double millisecondsPerMemory() {
            return memories == 0
                    ? 0
                    : nanoseconds / (double) memories / Duration.ofMillis(1).toNanos();
        }
    }

    void save(Projection projection, CheckRun run) {
        sql.insertInto(SYNC_CHECK)
                .set(SYNC_CHECK.PROJECTION, projection.wireName())
                .set(SYNC_CHECK.STARTED_AT, run.startedAt())
                .set(SYNC_CHECK.ENDED_AT, run.endedAt())
                .set(SYNC_CHECK.MEMORIES, run.memories())
                .set(SYNC_CHECK.NANOSECONDS, run.nanoseconds())
                .onConflict(SYNC_CHECK.PROJECTION)
                .doUpdate()
                .setAllToExcluded()
                .execute();
    }

    Map<Projection, CheckRun> last() {
        return sql.selectFrom(SYNC_CHECK)
                .fetchMap(
                        row -> Projection.parse(row.get(SYNC_CHECK.PROJECTION)),
                        row -> new CheckRun(
                                row.get(SYNC_CHECK.STARTED_AT),
                                row.get(SYNC_CHECK.ENDED_AT),
                                row.get(SYNC_CHECK.MEMORIES),
                                row.get(SYNC_CHECK.NANOSECONDS)));
    }
}
