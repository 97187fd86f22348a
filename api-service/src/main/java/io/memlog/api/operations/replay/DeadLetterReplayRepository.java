package io.memlog.api.operations.replay;

import static io.memlog.api.tables.Tables.DEAD_LETTER;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.api.operations.jobs.JobId;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.tracing.TraceParent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// The requested replays of dead letters.
@Component
record DeadLetterReplayRepository(DSLContext sql) {

    private static final Field<UUID> ID = DSL.field("id", UUID.class);
    private static final Field<String> REASON = DSL.field("reason", String.class);

    private static final String OBSOLETE = """
            SELECT dead_letter.id,
                   CASE WHEN latest.type = 'memory_log.deleted' THEN 'deleted' ELSE 'newer_version_applied' END AS reason
            FROM dead_letter
            LEFT JOIN LATERAL (
                SELECT type FROM event
                WHERE stream_id = 'memory_log-' || dead_letter.memory_id
                ORDER BY stream_version DESC
                LIMIT 1) AS latest ON true
            LEFT JOIN projection_state AS known
                ON known.memory_id = dead_letter.memory_id AND known.projection = dead_letter.consumer
            LEFT JOIN memory_log AS living
                ON living.memory_id = dead_letter.memory_id AND living.user_id = dead_letter.user_id
                   AND living.project_id = dead_letter.project_id AND living.deleted_at IS NULL
            WHERE dead_letter.id = ANY (?)
              AND CASE WHEN dead_letter.value IS NULL THEN living.memory_id IS NOT NULL
                       ELSE latest.type = 'memory_log.deleted' AND dead_letter.type IS DISTINCT FROM 'memory_log.deleted'
                            OR known.version > dead_letter.version AND known.state IN ('stored', 'deleted')
                  END
            """;

    /// Of an unavailable tenant at most `1 + 2 n` replays are under way, where `n` succeeded within the last minute,
    /// and none is sent while one has just failed again: a few at first, and all of them soon after the tenant
    /// recovers. Reads by index, tenant by tenant, so that its time does not grow with the backlog of a tenant.
    private static final String DUE = """
            WITH RECURSIVE tenant AS (
                (SELECT consumer, user_id, project_id
                 FROM dead_letter
                 WHERE state = 'open' AND reason = 'index_unavailable' AND next_retry_at IS NOT NULL
                 ORDER BY consumer, user_id, project_id
                 LIMIT 1)
                UNION ALL
                SELECT following.*
                FROM tenant CROSS JOIN LATERAL (
                    SELECT letter.consumer, letter.user_id, letter.project_id
                    FROM dead_letter AS letter
                    WHERE letter.state = 'open' AND letter.reason = 'index_unavailable'
                      AND letter.next_retry_at IS NOT NULL
                      AND (letter.consumer, letter.user_id, letter.project_id)
                        > (tenant.consumer, tenant.user_id, tenant.project_id)
                    ORDER BY letter.consumer, letter.user_id, letter.project_id
                    LIMIT 1) AS following),
            other AS (
                SELECT id, next_retry_at
                FROM dead_letter
                WHERE state = 'open' AND reason <> 'index_unavailable' AND next_retry_at <= {0}
                ORDER BY next_retry_at, id
                LIMIT {4})
            SELECT id, next_retry_at FROM other
            UNION ALL
            SELECT due.id, due.next_retry_at
            FROM tenant
            CROSS JOIN LATERAL (
                SELECT count(*) FILTER (WHERE state = 'replaying') AS under_way,
                       count(*) FILTER (WHERE state = 'replayed') AS succeeded,
                       count(*) FILTER (WHERE state = 'open') AS failed_again
                FROM (VALUES ('replaying', {3}), ('replayed', {1}), ('open', {2})) AS asked (state, since)
                CROSS JOIN LATERAL (
                    SELECT 1
                    FROM dead_letter AS letter
                    WHERE letter.consumer = tenant.consumer AND letter.user_id = tenant.user_id
                      AND letter.project_id = tenant.project_id AND letter.replays > 0
                      AND letter.state = asked.state AND letter.changed_at > asked.since) AS letter) AS recent
            CROSS JOIN LATERAL (
                SELECT letter.id, letter.next_retry_at
                FROM dead_letter AS letter
                WHERE letter.consumer = tenant.consumer AND letter.user_id = tenant.user_id
                  AND letter.project_id = tenant.project_id
                  AND letter.state = 'open' AND letter.reason = 'index_unavailable' AND letter.next_retry_at <= {0}
                ORDER BY letter.next_retry_at, letter.id
                LIMIT CASE WHEN recent.failed_again = 0
                           THEN greatest(1 + 2 * recent.succeeded - recent.under_way, 0)
                           ELSE 0
                      END) AS due
            ORDER BY next_retry_at, id
            LIMIT {4}
            """;

    private static final Duration SUCCESS_WINDOW = Duration.ofMinutes(1);
    private static final Duration FAILURE_WINDOW = Duration.ofSeconds(30);

    /// Stops as soon as the messages before a row fill the batch.
    private static final String UNSENT = """
            SELECT id, consumer, replays, original_partition, key, value, headers
            FROM (SELECT dead_letter.*,
                         row_number() OVER replay_order AS replay_rank,
                         sum(coalesce(octet_length(value), 0) + octet_length(headers::text)) OVER replay_order
                             - coalesce(octet_length(value), 0) - octet_length(headers::text) AS bytes_before
                  FROM dead_letter
                  WHERE job_id = ? AND state = 'replaying' AND NOT replay_sent
                  WINDOW replay_order AS (
                      ORDER BY coalesce(memory_id, 0), coalesce(version, 0), original_topic, original_partition,
                               original_offset, id)) AS measured
            WHERE bytes_before < ?
            ORDER BY replay_rank
            """;

    private static final String MARK_SENT = """
            UPDATE dead_letter SET replay_sent = true
            FROM unnest(?::uuid[], ?::int[]) AS sent (id, replays)
            WHERE dead_letter.id = sent.id AND dead_letter.replays = sent.replays
            """;

    /// Finds those dead letters of which nothing is left to apply.
    ///
    /// @return the reason of each
    Map<DeadLetterId, String> obsolete(Collection<DeadLetterId> deadLetters) {
        Object ids = deadLetters.stream().map(DeadLetterId::value).toArray(UUID[]::new);
        return sql.resultQuery(OBSOLETE, ids)
                .coerce(ID, REASON)
                .fetchMap(row -> new DeadLetterId(row.value1()), row -> row.value2());
    }

    /// The dead letters to replay automatically now, those that wait longest first.
    ///
    /// @param unacknowledgedSince a replay that was requested before this time counts as lost
    List<DeadLetterId> due(Instant now, Instant unacknowledgedSince, int limit) {
        return sql.resultQuery(
                        DUE,
                        DSL.val(now),
                        DSL.val(now.minus(SUCCESS_WINDOW)),
                        DSL.val(now.minus(FAILURE_WINDOW)),
                        DSL.val(unacknowledgedSince),
                        DSL.val(limit))
                .coerce(ID)
                .fetch(row -> new DeadLetterId(row.value1()));
    }

    /// The replays of a job that are not marked as sent, in the order of the replay, as many as fit into
    /// `maxBytes`, and at least one.
    List<PendingReplay> unsent(JobId job, int maxBytes) {
        return sql.resultQuery(UNSENT, job.value(), maxBytes)
                .coerce(
                        DEAD_LETTER.ID,
                        DEAD_LETTER.CONSUMER,
                        DEAD_LETTER.REPLAYS,
                        DEAD_LETTER.ORIGINAL_PARTITION,
                        DEAD_LETTER.KEY,
                        DEAD_LETTER.VALUE,
                        DEAD_LETTER.HEADERS)
                .fetch(DeadLetterReplayRepository::replay);
    }

    void markSent(Collection<PendingReplay> replays) {
        sql.execute(
                MARK_SENT,
                replays.stream().map(replay -> replay.id().value()).toArray(UUID[]::new),
                replays.stream().map(PendingReplay::number).toArray(Integer[]::new));
    }

    /// Counts, by state, the dead letters whose last replay was requested by this job.
    Map<DeadLetterState, Long> states(JobId job) {
        return sql.select(DEAD_LETTER.STATE, DSL.count())
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.JOB_ID.eq(job.value()))
                .groupBy(DEAD_LETTER.STATE)
                .fetchMap(row -> WireEnum.parse(DeadLetterState.class, row.value1()), row -> (long) row.value2());
    }

    private static PendingReplay replay(Record row) {
        return new PendingReplay(
                new DeadLetterId(row.get(DEAD_LETTER.ID)),
                Projection.parse(row.get(DEAD_LETTER.CONSUMER)),
                row.get(DEAD_LETTER.REPLAYS),
                row.get(DEAD_LETTER.ORIGINAL_PARTITION),
                row.get(DEAD_LETTER.KEY),
                row.get(DEAD_LETTER.VALUE),
                row.get(DEAD_LETTER.HEADERS).data());
    }

    /// A requested replay that is not marked as sent, with the message of the dead-letter topic.
    ///
    /// @param number    the number of the replay, from 1
    /// @param partition the partition of the record that failed
    /// @param headers   a JSON array of `{"name","value"}`, each value in base64 or null
    @SuppressWarnings("ArrayRecordComponent")
    record PendingReplay(
            DeadLetterId id,
            Projection consumer,
            int number,
            int partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            String headers) {

        private static final Set<String> TRACE_HEADERS = Set.of("traceparent", "tracestate", "baggage", "b3");
        private static final List<String> STRIPPED_PREFIXES = List.of(
                "x-b3-", DeadLetterHeaders.PREFIX, "kafka_original-", "kafka_exception-", "memlog-dead-letter-");

        /// The message as it failed, key and value byte for byte. Its headers about its failure and its trace are
        /// stripped; the id of the dead letter, the number of the replay and the first trace are added.
        ReplayMessage message() {
            List<ReplayMessage.Header> failed = new ArrayList<>();
            for (var header : Json.mapper().readTree(headers)) {
                failed.add(new ReplayMessage.Header(header.get("name").stringValue(), value(header)));
            }
            var own = failed.stream()
                    .filter(header -> !isStripped(header.name().toLowerCase(Locale.ROOT)))
                    .collect(Collectors.toCollection(ArrayList::new));
            own.add(new ReplayMessage.Header(DeadLetterHeaders.DEAD_LETTER_ID, id.toString()));
            own.add(new ReplayMessage.Header(DeadLetterHeaders.REPLAY, Integer.toString(number)));
            firstTrace(new ReplayMessage(partition, key, value, failed))
                    .ifPresent(first ->
                            own.add(new ReplayMessage.Header(DeadLetterHeaders.FIRST_TRACEPARENT, first.header())));
            return new ReplayMessage(partition, key, value, own);
        }

        /// The trace of the message that failed first: a replay has another one.
        private static Optional<TraceParent> firstTrace(ReplayMessage failed) {
            return TraceParent.parse(failed.header(DeadLetterHeaders.FIRST_TRACEPARENT))
                    .or(() -> TraceParent.parse(failed.header(CloudEventHeaders.TRACEPARENT)));
        }

        private static byte @Nullable [] value(JsonNode header) {
            var content = header.get("value");
            return content.isNull() ? null : Base64.getDecoder().decode(content.stringValue());
        }

        private static boolean isStripped(String name) {
            return TRACE_HEADERS.contains(name) || STRIPPED_PREFIXES.stream().anyMatch(name::startsWith);
        }
    }
}
