package io.memlog.api.operations.replay;

import static io.memlog.api.tables.Tables.DEAD_LETTER;

import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.api.operations.jobs.JobId;
import io.memlog.schemas.topic.Projection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSON;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// The dead letters, as their replay needs them. Everything is in the order of the replay.
@Component
final class DeadLetterReplayRepository {

    /// An index has the same expressions.
    private static final String ORDER = "coalesce(dead_letter.memory_id, 0), coalesce(dead_letter.version, 0),"
            + " dead_letter.original_topic, dead_letter.original_partition, dead_letter.original_offset,"
            + " dead_letter.id";

    private static final String OBSOLETE = """
            SELECT dead_letter.id,
                   CASE WHEN latest.type = 'memory_log.deleted' THEN 'deleted' ELSE 'newer_version_applied' END AS why
            FROM dead_letter
            LEFT JOIN LATERAL (
                SELECT type FROM event
                WHERE stream_id = 'memory_log-' || dead_letter.memory_id
                ORDER BY stream_version DESC
                LIMIT 1) AS latest ON true
            LEFT JOIN projection_state AS known
                ON known.memory_id = dead_letter.memory_id AND known.projection = dead_letter.consumer
            WHERE dead_letter.id = ANY (?)
              AND dead_letter.value IS NOT NULL
              AND (latest.type = 'memory_log.deleted' AND dead_letter.type IS DISTINCT FROM 'memory_log.deleted'
                   OR known.version > dead_letter.version AND known.state IN ('stored', 'deleted'))
            """;

    /// Stops as soon as the messages before a row fill the page.
    private static final String UNSENT = """
            SELECT id, consumer, replays, original_partition, key, value, headers
            FROM (SELECT dead_letter.*,
                         row_number() OVER (ORDER BY %1$s) AS turn,
                         sum(coalesce(octet_length(value), 0) + octet_length(headers::text)) OVER (ORDER BY %1$s)
                             - coalesce(octet_length(value), 0) - octet_length(headers::text) AS bytes_before
                  FROM dead_letter
                  WHERE job_id = ? AND state = 'replaying' AND NOT replay_sent) AS measured
            WHERE bytes_before < ?
            ORDER BY turn
            """.formatted(ORDER);

    private static final String SENT = """
            UPDATE dead_letter SET replay_sent = true
            FROM unnest(?::uuid[], ?::int[]) AS sent (id, replays)
            WHERE dead_letter.id = sent.id AND dead_letter.replays = sent.replays
            """;

    private final DSLContext sql;

    DeadLetterReplayRepository(DSLContext sql) {
        this.sql = sql;
    }

    /// Why there is nothing to apply any more, for those of the letters of which that is so.
    public Map<DeadLetterId, String> obsolete(Collection<DeadLetterId> letters) {
        Object ids = letters.stream().map(DeadLetterId::value).toArray(UUID[]::new);
        return sql.fetch(OBSOLETE, ids)
                .intoMap(row -> new DeadLetterId(row.get("id", UUID.class)), row -> row.get("why", String.class));
    }

    /// The letters whose replay this job has asked for and that Kafka has not acknowledged, as many as fit
    /// into so many bytes; one that is larger comes alone.
    public List<PendingReplay> unsent(JobId job, int bytes) {
        return sql.fetch(UNSENT, job.value(), bytes).map(DeadLetterReplayRepository::unsent);
    }

    /// Notes that Kafka has acknowledged these.
    public void sent(Collection<PendingReplay> letters) {
        sql.execute(
                SENT,
                letters.stream().map(letter -> letter.id().value()).toArray(UUID[]::new),
                letters.stream().map(PendingReplay::replay).toArray(Integer[]::new));
    }

    /// How many of the letters whose last replay this job has asked for stand where.
    public Map<DeadLetterState, Long> states(JobId job) {
        return sql.select(DEAD_LETTER.STATE, DSL.count())
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.JOB_ID.eq(job.value()))
                .groupBy(DEAD_LETTER.STATE)
                .fetchMap(row -> DeadLetterState.of(row.value1()).orElseThrow(), row -> (long) row.value2());
    }

    private static PendingReplay unsent(Record row) {
        return new PendingReplay(
                new DeadLetterId(row.get("id", UUID.class)),
                Projection.parse(row.get("consumer", String.class)),
                row.get("replays", Integer.class),
                row.get("original_partition", Integer.class),
                row.get("key", byte[].class),
                row.get("value", byte[].class),
                Objects.requireNonNull(row.get("headers", JSON.class)).data());
    }
}
