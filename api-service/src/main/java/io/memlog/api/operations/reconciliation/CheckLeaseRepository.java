package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.SYNC_SCHEDULE;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The checkpoint of the continuous check and the lease of the instance that runs it. Leases follow the clock of
/// PostgreSQL, so the clocks of the instances need not agree.
@Component
final class CheckLeaseRepository {

    private static final String LEASE = """
            UPDATE sync_schedule
            SET owner = ?, leased_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE owner IS NULL OR owner = ? OR leased_until < clock_timestamp()
            """;

    private final DSLContext sql;

    CheckLeaseRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// A round over all indexes.
    ///
    /// @param full whether it skips no tenant
    /// @param at   the checkpoint of the index that is checked; null at its beginning
    record RoundCheckpoint(
            boolean full, Projection projection, @Nullable CheckCheckpoint at) {}

    /// @param checkpoint null between two rounds
    record Round(
            @Nullable RoundCheckpoint checkpoint,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant fullStartedAt) {}

    Round read() {
        return sql.selectFrom(SYNC_SCHEDULE).fetchSingle(CheckLeaseRepository::round);
    }

    /// Makes the caller the owner for this duration; empty while another instance is.
    Optional<Round> lease(UUID owner, Duration lease) {
        return sql.execute(LEASE, owner, lease.toMillis(), owner) == 1 ? Optional.of(read()) : Optional.empty();
    }

    /// Saves the round within the caller's transaction.
    ///
    /// @return whether the caller still is the owner
    boolean save(UUID owner, Round round) {
        var checkpoint = round.checkpoint() == null ? null : Json.mapper().writeValueAsString(round.checkpoint());
        return sql.update(SYNC_SCHEDULE)
                        .set(SYNC_SCHEDULE.PLACE, JSON.jsonOrNull(checkpoint))
                        .set(SYNC_SCHEDULE.ROUND_STARTED, round.startedAt())
                        .set(SYNC_SCHEDULE.ROUND_ENDED, round.endedAt())
                        .set(SYNC_SCHEDULE.FULL_STARTED, round.fullStartedAt())
                        .where(SYNC_SCHEDULE.OWNER.eq(owner))
                        .execute()
                == 1;
    }

    void release(UUID owner) {
        sql.update(SYNC_SCHEDULE)
                .setNull(SYNC_SCHEDULE.OWNER)
                .setNull(SYNC_SCHEDULE.LEASED_UNTIL)
                .where(SYNC_SCHEDULE.OWNER.eq(owner))
                .execute();
    }

    private static Round round(Record row) {
        var checkpoint = row.get(SYNC_SCHEDULE.PLACE);
        return new Round(
                checkpoint == null ? null : Json.mapper().readValue(checkpoint.data(), RoundCheckpoint.class),
                row.get(SYNC_SCHEDULE.ROUND_STARTED),
                row.get(SYNC_SCHEDULE.ROUND_ENDED),
                row.get(SYNC_SCHEDULE.FULL_STARTED));
    }
}
