package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.SYNC_AGREEMENT;
import static io.memlog.api.tables.Tables.SYNC_CHECK;

import io.memlog.api.operations.reconciliation.LogInventoryRepository.TenantDigest;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// The last complete check of each index, the tenants about which index and log agree, and unfinished jobs.
@Component
final class SyncRecordRepository {

    private static final String RECORD_CHECK = """
            INSERT INTO sync_check (projection, started_at, ended_at, memories, nanoseconds)
            VALUES (?, ?::timestamptz, ?::timestamptz, ?, ?)
            ON CONFLICT (projection) DO UPDATE
                SET started_at = excluded.started_at, ended_at = excluded.ended_at,
                    memories = excluded.memories, nanoseconds = excluded.nanoseconds
            """;

    private static final String RECORD_AGREEMENT = """
            INSERT INTO sync_agreement (user_id, project_id, projection, memories, versions, newest, at)
            VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz)
            ON CONFLICT (user_id, project_id, projection) DO UPDATE
                SET memories = excluded.memories, versions = excluded.versions,
                    newest = excluded.newest, at = excluded.at
            """;

    private final DSLContext sql;

    SyncRecordRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// A complete check of an index.
    ///
    /// @param nanoseconds spent on comparing, without pauses
    record CheckRun(Instant startedAt, Instant endedAt, long memories, long nanoseconds) {

        double millisecondsPerMemory() {
            return memories == 0
                    ? 0
                    : nanoseconds / (double) memories / Duration.ofMillis(1).toNanos();
        }
    }

    void recordCheck(Projection projection, CheckRun check) {
        sql.execute(
                RECORD_CHECK,
                projection.wireName(),
                check.startedAt(),
                check.endedAt(),
                check.memories(),
                check.nanoseconds());
    }

    Optional<CheckRun> lastCheck(Projection projection) {
        return sql.selectFrom(SYNC_CHECK)
                .where(SYNC_CHECK.PROJECTION.eq(projection.wireName()))
                .fetchOptional(row -> new CheckRun(
                        row.get(SYNC_CHECK.STARTED_AT),
                        row.get(SYNC_CHECK.ENDED_AT),
                        row.get(SYNC_CHECK.MEMORIES),
                        row.get(SYNC_CHECK.NANOSECONDS)));
    }

    /// Index and log agree about the tenant as long as the log has this digest of it.
    void recordAgreement(Projection projection, Tenant tenant, TenantDigest digest, Instant now) {
        sql.execute(
                RECORD_AGREEMENT,
                tenant.userId(),
                tenant.projectId(),
                projection.wireName(),
                digest.memories(),
                digest.versions(),
                digest.newest(),
                now);
    }

    boolean agrees(Projection projection, Tenant tenant, TenantDigest digest) {
        return sql.fetchExists(
                SYNC_AGREEMENT,
                isOf(projection, tenant)
                        .and(SYNC_AGREEMENT.MEMORIES.eq(digest.memories()))
                        .and(SYNC_AGREEMENT.VERSIONS.eq(BigDecimal.valueOf(digest.versions())))
                        .and(SYNC_AGREEMENT.NEWEST.isNotDistinctFrom(digest.newest())));
    }

    void deleteAgreement(Projection projection, Tenant tenant) {
        sql.deleteFrom(SYNC_AGREEMENT).where(isOf(projection, tenant)).execute();
    }

    private static Condition isOf(Projection projection, Tenant tenant) {
        return SYNC_AGREEMENT
                .USER_ID
                .eq(tenant.userId())
                .and(SYNC_AGREEMENT.PROJECT_ID.eq(tenant.projectId()))
                .and(SYNC_AGREEMENT.PROJECTION.eq(projection.wireName()));
    }
}
