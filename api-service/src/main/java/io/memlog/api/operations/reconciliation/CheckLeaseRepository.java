package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where the continuous check stands. One instance at a time goes on with it.
///
/// Leases in the time of PostgreSQL, so that the clocks of the instances need not agree.
@Component
final class CheckLeaseRepository {

    private static final String READ = "SELECT * FROM sync_schedule";

    private static final String LEASE = """
            UPDATE sync_schedule
            SET owner = ?, leased_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE owner IS NULL OR owner = ? OR leased_until < clock_timestamp()
            RETURNING *
            """;

    private static final String SAVE = """
            UPDATE sync_schedule
            SET place = ?::json, round_started = ?::timestamptz, round_ended = ?::timestamptz,
                full_started = ?::timestamptz
            WHERE owner = ?
            """;

    private static final String RELEASE = "UPDATE sync_schedule SET owner = NULL, leased_until = NULL WHERE owner = ?";

    private final DSLContext sql;

    CheckLeaseRepository(DSLContext sql) {
        this.sql = sql;
    }

    public Round read() {
        return round(sql.fetchSingle(READ));
    }

    /// Makes the caller the one who goes on, for so long; empty while another is.
    public Optional<Round> lease(UUID owner, Duration lease) {
        return sql.fetchOptional(LEASE, owner, lease.toMillis(), owner).map(CheckLeaseRepository::round);
    }

    /// Writes where the check stands, within the caller's transaction.
    ///
    /// @return whether the caller is still the one who goes on
    public boolean save(UUID owner, Round round) {
        var place = round.place() == null ? null : Json.mapper().writeValueAsString(round.place());
        return sql.execute(SAVE, place, utc(round.startedAt()), utc(round.endedAt()), utc(round.fullStartedAt()), owner)
                == 1;
    }

    public void release(UUID owner) {
        sql.execute(RELEASE, owner);
    }

    private static Round round(Record row) {
        var place = row.get("place", JSON.class);
        return new Round(
                place == null ? null : Json.mapper().readValue(place.data(), RoundCheckpoint.class),
                time(row, "round_started"),
                time(row, "round_ended"),
                time(row, "full_started"));
    }

    private static @Nullable Instant time(Record row, String column) {
        var time = row.get(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant time) {
        return time == null ? null : time.atOffset(ZoneOffset.UTC);
    }

    /// The last round.
    ///
    /// @param place null while none is under way
    public record Round(
            @Nullable RoundCheckpoint place,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant fullStartedAt) {}
}
