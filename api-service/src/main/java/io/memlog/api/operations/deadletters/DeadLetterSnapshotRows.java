package io.memlog.api.operations.deadletters;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Where letters stand, worked out from everything that is known of them.
@Component
final class DeadLetterSnapshotRows {

    private static final String UPDATE = """
            UPDATE dead_letter
            SET state = now.state, attempts = now.attempts, replays = now.replays,
                failed_replays = now.failed_replays, first_seen = now.first_seen, last_seen = now.last_seen,
                changed_at = now.changed_at, job_id = now.job_id,
                replay_sent = now.heard OR (dead_letter.replay_sent AND dead_letter.replays = now.replays)
            FROM unnest(?::uuid[], ?::text[], ?::int[], ?::int[], ?::int[], ?::timestamptz[], ?::timestamptz[],
                        ?::timestamptz[], ?::uuid[], ?::boolean[])
                    AS now (id, state, attempts, replays, failed_replays, first_seen, last_seen,
                            changed_at, job_id, heard)
            WHERE dead_letter.id = now.id
            """;

    private final DSLContext sql;
    private final DeadLetterFailureRows failures;
    private final DeadLetterEventRows events;
    private final DeadLetterProjector fold;

    DeadLetterSnapshotRows(
            DSLContext sql, DeadLetterFailureRows failures, DeadLetterEventRows events, DeadLetterProjector fold) {
        this.sql = sql;
        this.failures = failures;
        this.events = events;
        this.fold = fold;
    }

    /// What is known of those letters that have failed.
    Map<DeadLetterId, DeadLetterHistory> pasts(Set<DeadLetterId> letters) {
        var happened = events.read(letters);
        Map<DeadLetterId, DeadLetterHistory> pasts = new TreeMap<>();
        failures.read(letters)
                .forEach((letter, failed) ->
                        pasts.put(letter, DeadLetterHistory.of(failed, happened.getOrDefault(letter, List.of()))));
        return pasts;
    }

    /// Lets these letters stand where their past puts them.
    void refresh(Set<DeadLetterId> letters) {
        Map<DeadLetterId, DeadLetterSnapshot> standings = new TreeMap<>();
        pasts(letters).forEach((letter, past) -> standings.put(letter, fold.of(past)));
        update(standings);
    }

    void update(Map<DeadLetterId, DeadLetterSnapshot> standings) {
        if (standings.isEmpty()) {
            return;
        }
        sql.execute(
                UPDATE,
                standings.keySet().stream().map(DeadLetterId::value).toArray(UUID[]::new),
                column(standings, standing -> standing.state().wireName(), String[]::new),
                column(standings, DeadLetterSnapshot::attempts, Integer[]::new),
                column(standings, DeadLetterSnapshot::replays, Integer[]::new),
                column(standings, DeadLetterSnapshot::failedReplays, Integer[]::new),
                column(standings, standing -> DeadLetterRows.utc(standing.firstSeen()), OffsetDateTime[]::new),
                column(standings, standing -> DeadLetterRows.utc(standing.lastSeen()), OffsetDateTime[]::new),
                column(standings, standing -> DeadLetterRows.utc(standing.changedAt()), OffsetDateTime[]::new),
                column(standings, DeadLetterSnapshot::job, UUID[]::new),
                column(standings, DeadLetterSnapshot::heard, Boolean[]::new));
    }

    private static <T extends @Nullable Object> Object column(
            Map<DeadLetterId, DeadLetterSnapshot> standings,
            Function<DeadLetterSnapshot, T> value,
            IntFunction<T[]> array) {
        return standings.values().stream().map(value).toArray(array);
    }
}
