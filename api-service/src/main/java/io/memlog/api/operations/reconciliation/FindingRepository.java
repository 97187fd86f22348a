package io.memlog.api.operations.reconciliation;

import static io.memlog.api.tables.Tables.SYNC_FINDING;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.api.operations.reconciliation.IndexComparison.Result;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Findings, and discrepancies that are suspected. One row for each memory and index.
@Component
final class FindingRepository {

    /// A suspicion stays as old as it is while the memory stays the same.
    private static final String SUSPECT = """
            INSERT INTO sync_finding AS known (projection, user_id, project_id, memory_id, kind, damaged, log_version,
                    index_version, acknowledged, suspected_at, first_seen, last_seen, state)
            SELECT ?, ?, ?, seen.key, seen.kind, seen.damaged, seen.log_version, seen.index_version,
                   seen.acknowledged, now.at, now.at, now.at, 'suspected'
            FROM json_to_recordset(?::json) AS seen (key bigint, kind text, damaged boolean, log_version bigint,
                    index_version bigint, acknowledged boolean)
            CROSS JOIN (SELECT ?::timestamptz AS at) AS now
            ON CONFLICT (memory_id, projection, user_id, project_id) DO UPDATE
                SET kind = excluded.kind, damaged = excluded.damaged, log_version = excluded.log_version,
                    index_version = excluded.index_version, acknowledged = excluded.acknowledged,
                    suspected_at = CASE
                        WHEN known.suspected_at IS NOT NULL AND known.acknowledged = excluded.acknowledged
                             AND known.log_version IS NOT DISTINCT FROM excluded.log_version
                        THEN known.suspected_at ELSE excluded.suspected_at END,
                    state = CASE known.state WHEN 'open' THEN 'open' ELSE 'suspected' END,
                    first_seen = CASE known.state WHEN 'open' THEN known.first_seen ELSE excluded.first_seen END,
                    action = CASE known.state WHEN 'open' THEN known.action END,
                    repair_at = CASE known.state WHEN 'open' THEN known.repair_at END,
                    job_id = CASE known.state WHEN 'open' THEN known.job_id END
            """;

    private static final String SEEN = """
            UPDATE sync_finding
            SET kind = seen.kind, damaged = seen.damaged, log_version = seen.log_version,
                index_version = seen.index_version, suspected_at = NULL, state = 'open', %s
            FROM json_to_recordset(?::json)
                    AS seen (key bigint, kind text, damaged boolean, log_version bigint, index_version bigint)
            WHERE sync_finding.number = seen.key AND sync_finding.state IN ('suspected', 'open')
            """;

    private static final String CONFIRM = SEEN.formatted("last_seen = ?::timestamptz");

    private static final String MARK_REPAIRED =
            SEEN.formatted("action = CASE WHEN seen.log_version IS NULL THEN 'erased' ELSE 'sent' END, "
                    + "repair_at = ?::timestamptz, job_id = ?::uuid");

    private final DSLContext sql;

    FindingRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// A row of the statements.
    private record Row(long key, @JsonUnwrapped Discrepancy discrepancy, boolean acknowledged) {

        static String toJson(Collection<Row> rows) {
            return Json.mapper().writeValueAsString(rows);
        }

        static String toJson(Map<Long, Discrepancy> seen) {
            return toJson(seen.entrySet().stream()
                    .map(entry -> new Row(entry.getKey(), entry.getValue(), false))
                    .toList());
        }
    }

    /// Suspects what differs in a range of a tenant's memories and is not in flight, and closes what agrees.
    ///
    /// @param inFlight not to be suspected
    void saveScan(
            Projection projection, Tenant tenant, long above, Result compared, Set<MemoryId> inFlight, Instant now) {
        var suspected = compared.differs().entrySet().stream()
                .filter(entry -> !inFlight.contains(entry.getKey()))
                .map(entry -> {
                    var state = compared.log().get(entry.getKey());
                    return new Row(entry.getKey().value(), entry.getValue(), state == null || state.acknowledged());
                })
                .toList();
        if (!suspected.isEmpty()) {
            sql.execute(
                    SUSPECT, projection.wireName(), tenant.userId(), tenant.projectId(), Row.toJson(suspected), now);
        }
        var agreeing = isIn(projection, TenantScope.of(tenant))
                .and(SYNC_FINDING.MEMORY_ID.gt(above))
                .and(given(compared.end(), SYNC_FINDING.MEMORY_ID::le))
                .and(SYNC_FINDING.MEMORY_ID.ne(DSL.all(compared.differs().keySet().stream()
                        .map(MemoryId::value)
                        .toArray(Long[]::new))));
        close(agreeing, Finding.State.RESOLVED, null, now);
    }

    /// The next suspects of one tenant.
    ///
    /// @param upTo the latest time of the suspicion
    List<Suspect> findSuspects(Projection projection, TenantScope scope, Instant upTo, int limit) {
        var suspects = sql.selectFrom(SYNC_FINDING)
                .where(isSuspected(projection, scope, upTo))
                .orderBy(SYNC_FINDING.USER_ID, SYNC_FINDING.PROJECT_ID, SYNC_FINDING.MEMORY_ID)
                .limit(limit)
                .fetch(FindingRepository::suspect);
        return suspects.stream()
                .takeWhile(suspect -> suspect.memory()
                        .tenant()
                        .equals(suspects.getFirst().memory().tenant()))
                .toList();
    }

    /// Opens what differs again, closes what agrees, and ends suspicions about memories that may be in flight.
    /// Everything is given by the number of its row.
    void saveConfirmation(
            Map<Long, Discrepancy> differing, Collection<Long> agreeing, Collection<Long> inFlight, Instant now) {
        if (!differing.isEmpty()) {
            sql.execute(CONFIRM, now, Row.toJson(differing));
        }
        close(agreeing, Finding.State.RESOLVED, null, now);
        dismiss(isOneOf(inFlight));
    }

    /// Records that a job has sent what repairs these open findings.
    void markRepaired(Map<Finding, Discrepancy> sent, UUID job, Instant now) {
        if (!sent.isEmpty()) {
            Map<Long, Discrepancy> seen = new TreeMap<>();
            sent.forEach((finding, discrepancy) -> seen.put(finding.number(), discrepancy));
            sql.execute(MARK_REPAIRED, now, job, Row.toJson(seen));
        }
    }

    /// Closes what agrees, in this state: open findings stay in the list, suspicions do not.
    ///
    /// @param job that repaired
    void close(Collection<Long> numbers, Finding.State state, @Nullable UUID job, Instant now) {
        close(isOneOf(numbers), state, job, now);
    }

    /// Open findings by number.
    ///
    /// @param after only higher numbers
    List<Finding> findOpen(Projection projection, TenantScope scope, long after, int limit) {
        return sql.selectFrom(SYNC_FINDING)
                .where(isOpen(projection, scope))
                .and(SYNC_FINDING.NUMBER.gt(after))
                .orderBy(SYNC_FINDING.NUMBER)
                .limit(limit)
                .fetch(FindingRepository::finding);
    }

    long countOpen(Projection projection, TenantScope scope) {
        return sql.fetchCount(SYNC_FINDING, isOpen(projection, scope));
    }

    /// The highest numbers first.
    ///
    /// @param before only lower numbers, where given
    List<Finding> list(Finding.Filter filter, @Nullable Long before, int limit) {
        return sql.selectFrom(SYNC_FINDING)
                .where(isFinding())
                .and(given(filter.projection(), projection -> SYNC_FINDING.PROJECTION.eq(projection.wireName())))
                .and(given(filter.kind(), kind -> SYNC_FINDING.KIND.eq(kind.wireName())))
                .and(given(filter.state(), state -> SYNC_FINDING.STATE.eq(state.wireName())))
                .and(isWithin(filter.scope(), SYNC_FINDING.USER_ID, SYNC_FINDING.PROJECT_ID))
                .and(given(before, SYNC_FINDING.NUMBER::lt))
                .orderBy(SYNC_FINDING.NUMBER.desc())
                .limit(limit)
                .fetch(FindingRepository::finding);
    }

    Map<Finding.Group, Long> count() {
        return sql.select(SYNC_FINDING.PROJECTION, SYNC_FINDING.KIND, SYNC_FINDING.STATE, DSL.count())
                .from(SYNC_FINDING)
                .where(isFinding())
                .groupBy(SYNC_FINDING.PROJECTION, SYNC_FINDING.KIND, SYNC_FINDING.STATE)
                .fetchMap(
                        row -> new Finding.Group(Projection.parse(row.value1()), kind(row), state(row)),
                        row -> row.value4().longValue());
    }

    /// Restricts the rows of a table that has these columns.
    static Condition isWithin(TenantScope scope, Field<String> user, Field<String> project) {
        return given(scope.userId(), user::eq).and(given(scope.projectId(), project::eq));
    }

    /// Ends suspicions; open findings stay open.
    private void dismiss(Condition which) {
        sql.deleteFrom(SYNC_FINDING)
                .where(which)
                .and(SYNC_FINDING.STATE.eq("suspected"))
                .execute();
        sql.update(SYNC_FINDING)
                .setNull(SYNC_FINDING.SUSPECTED_AT)
                .where(which)
                .and(SYNC_FINDING.SUSPECTED_AT.isNotNull())
                .execute();
    }

    private void close(Condition which, Finding.State state, @Nullable UUID job, Instant now) {
        dismiss(which);
        sql.update(SYNC_FINDING)
                .set(SYNC_FINDING.STATE, state.wireName())
                .set(SYNC_FINDING.LAST_SEEN, now)
                .set(SYNC_FINDING.REPAIR_AT, job == null ? SYNC_FINDING.REPAIR_AT : DSL.val(now))
                .set(SYNC_FINDING.JOB_ID, job == null ? SYNC_FINDING.JOB_ID : DSL.val(job))
                .where(which)
                .and(SYNC_FINDING.STATE.eq(DSL.inline("open")))
                .execute();
    }

    private static Condition isOneOf(Collection<Long> numbers) {
        return SYNC_FINDING.NUMBER.eq(DSL.any(numbers.toArray(Long[]::new)));
    }

    private static Condition isFinding() {
        return SYNC_FINDING.STATE.ne(DSL.inline("suspected"));
    }

    private static Condition isSuspected(Projection projection, TenantScope scope, Instant upTo) {
        return isIn(projection, scope).and(SYNC_FINDING.SUSPECTED_AT.le(upTo));
    }

    private static Condition isOpen(Projection projection, TenantScope scope) {
        return isIn(projection, scope).and(SYNC_FINDING.STATE.eq(DSL.inline("open")));
    }

    private static Condition isIn(Projection projection, TenantScope scope) {
        return SYNC_FINDING
                .PROJECTION
                .eq(projection.wireName())
                .and(isWithin(scope, SYNC_FINDING.USER_ID, SYNC_FINDING.PROJECT_ID));
    }

    private static <T> Condition given(@Nullable T value, Function<T, Condition> condition) {
        return value == null ? DSL.noCondition() : condition.apply(value);
    }

    private static Suspect suspect(Record row) {
        return new Suspect(
                row.get(SYNC_FINDING.NUMBER),
                new MemoryKey(new MemoryId(row.get(SYNC_FINDING.MEMORY_ID)), tenant(row)),
                row.get(SYNC_FINDING.LOG_VERSION),
                row.get(SYNC_FINDING.ACKNOWLEDGED),
                row.get(SYNC_FINDING.SUSPECTED_AT));
    }

    private static Finding finding(Record row) {
        return new Finding(
                row.get(SYNC_FINDING.NUMBER),
                Projection.parse(row.get(SYNC_FINDING.PROJECTION)),
                new MemoryId(row.get(SYNC_FINDING.MEMORY_ID)),
                tenant(row),
                new Discrepancy(
                        kind(row),
                        row.get(SYNC_FINDING.DAMAGED),
                        row.get(SYNC_FINDING.LOG_VERSION),
                        row.get(SYNC_FINDING.INDEX_VERSION)),
                row.get(SYNC_FINDING.FIRST_SEEN),
                row.get(SYNC_FINDING.LAST_SEEN),
                state(row),
                repair(row));
    }

    private static Finding.@Nullable Attempt repair(Record row) {
        var action = row.get(SYNC_FINDING.ACTION);
        var at = row.get(SYNC_FINDING.REPAIR_AT);
        return action == null || at == null
                ? null
                : new Finding.Attempt(
                        WireEnum.parse(Discrepancy.Action.class, action), at, row.get(SYNC_FINDING.JOB_ID));
    }

    private static Tenant tenant(Record row) {
        return new Tenant(row.get(SYNC_FINDING.USER_ID), row.get(SYNC_FINDING.PROJECT_ID));
    }

    private static Discrepancy.Kind kind(Record row) {
        return WireEnum.parse(Discrepancy.Kind.class, row.get(SYNC_FINDING.KIND));
    }

    private static Finding.State state(Record row) {
        return WireEnum.parse(Finding.State.class, row.get(SYNC_FINDING.STATE));
    }
}
