package io.memlog.api.postgres;

import io.memlog.api.deadletters.Fold;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.Past;
import io.memlog.api.deadletters.Standing;
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
final class LetterStandings {

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
    private final LetterFailureRows failures;
    private final LetterEventRows events;
    private final Fold fold;

    LetterStandings(DSLContext sql, LetterFailureRows failures, LetterEventRows events, Fold fold) {
        this.sql = sql;
        this.failures = failures;
        this.events = events;
        this.fold = fold;
    }

    /// What is known of those letters that have failed.
    Map<LetterId, Past> pasts(Set<LetterId> letters) {
        var happened = events.read(letters);
        Map<LetterId, Past> pasts = new TreeMap<>();
        failures.read(letters)
                .forEach((letter, failed) ->
                        pasts.put(letter, Past.of(failed, happened.getOrDefault(letter, List.of()))));
        return pasts;
    }

    /// Lets these letters stand where their past puts them.
    void refresh(Set<LetterId> letters) {
        Map<LetterId, Standing> standings = new TreeMap<>();
        pasts(letters).forEach((letter, past) -> standings.put(letter, fold.of(past)));
        update(standings);
    }

    void update(Map<LetterId, Standing> standings) {
        if (standings.isEmpty()) {
            return;
        }
        sql.execute(
                UPDATE,
                standings.keySet().stream().map(LetterId::value).toArray(UUID[]::new),
                column(standings, standing -> standing.state().wireName(), String[]::new),
                column(standings, Standing::attempts, Integer[]::new),
                column(standings, Standing::replays, Integer[]::new),
                column(standings, Standing::failedReplays, Integer[]::new),
                column(standings, standing -> DeadLetterRows.utc(standing.firstSeen()), OffsetDateTime[]::new),
                column(standings, standing -> DeadLetterRows.utc(standing.lastSeen()), OffsetDateTime[]::new),
                column(standings, standing -> DeadLetterRows.utc(standing.changedAt()), OffsetDateTime[]::new),
                column(standings, Standing::job, UUID[]::new),
                column(standings, Standing::heard, Boolean[]::new));
    }

    private static <T extends @Nullable Object> Object column(
            Map<LetterId, Standing> standings, Function<Standing, T> value, IntFunction<T[]> array) {
        return standings.values().stream().map(value).toArray(array);
    }
}
