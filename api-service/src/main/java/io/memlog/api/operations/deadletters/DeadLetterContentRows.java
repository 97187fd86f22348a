package io.memlog.api.operations.deadletters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The rows of `dead_letter` and what they hold of a message.
@Component
final class DeadLetterContentRows {

    private static final String KNOWN = """
            SELECT id FROM dead_letter WHERE id = ANY (?)
            """;

    private static final String ADD = """
            INSERT INTO dead_letter (
                reason, exception, message, stack, cause, group_id, memory_id, version, user_id, project_id, type,
                key, value, headers, original_topic, original_partition, original_offset, original_timestamp,
                consumer, state, attempts, replays, failed_replays, first_seen, last_seen, changed_at, job_id,
                replay_sent, id)
            VALUES (?, ?, ?, ?, ?, ?, ?::bigint, ?::bigint, ?::text, ?::text, ?::text,
                ?::bytea, ?::bytea, ?::json, ?, ?, ?, ?::timestamptz,
                ?, ?, ?, ?, ?, ?::timestamptz, ?::timestamptz, ?::timestamptz, ?::uuid, ?, ?::uuid)
            """;

    private static final String REPLACE = """
            UPDATE dead_letter
            SET reason = ?, exception = ?, message = ?, stack = ?, cause = ?, group_id = ?,
                memory_id = ?::bigint, version = ?::bigint, user_id = ?::text, project_id = ?::text, type = ?::text,
                key = ?::bytea, value = ?::bytea, headers = ?::json
            WHERE id = ?::uuid
            """;

    private static final String REPLACE_ORIGIN = """
            UPDATE dead_letter
            SET original_topic = ?, original_partition = ?, original_offset = ?, original_timestamp = ?::timestamptz
            WHERE id = ?::uuid
            """;

    /// A letter that has no row yet.
    ///
    /// @param origin of its first failure, where the letter holds the message of its last
    record Addition(IndexedDeadLetter letter, OriginalRecord origin, DeadLetterSnapshot standing) {}

    private final DSLContext sql;

    DeadLetterContentRows(DSLContext sql) {
        this.sql = sql;
    }

    Set<DeadLetterId> known(Collection<DeadLetterId> letters) {
        Object ids = letters.stream().map(DeadLetterId::value).toArray(UUID[]::new);
        return sql.fetch(KNOWN, ids).stream()
                .map(row -> new DeadLetterId(row.get("id", UUID.class)))
                .collect(Collectors.toSet());
    }

    void add(List<Addition> additions) {
        execute(
                ADD,
                additions.stream()
                        .map(addition -> {
                            var values = content(addition.letter());
                            values.addAll(origin(addition.origin()));
                            values.add(addition.letter().consumer().wireName());
                            values.addAll(standing(addition.standing()));
                            values.add(addition.letter().id().value());
                            return values;
                        })
                        .toList());
    }

    /// Lets letters hold other messages.
    void replace(List<IndexedDeadLetter> letters) {
        execute(
                REPLACE,
                letters.stream()
                        .map(letter -> {
                            var values = content(letter);
                            values.add(letter.id().value());
                            return values;
                        })
                        .toList());
    }

    void replaceOrigins(List<IndexedDeadLetter> letters) {
        execute(
                REPLACE_ORIGIN,
                letters.stream()
                        .map(letter -> {
                            var values = origin(letter.origin());
                            values.add(letter.id().value());
                            return values;
                        })
                        .toList());
    }

    private static List<@Nullable Object> content(IndexedDeadLetter letter) {
        var cause = letter.failure().cause();
        var subject = letter.subject();
        return new ArrayList<>(Arrays.<@Nullable Object>asList(
                cause.reason(),
                cause.exception(),
                cause.message(),
                letter.stack(),
                letter.causeText(),
                letter.group(),
                subject.memory() == null ? null : subject.memory().value(),
                subject.version(),
                subject.userId(),
                subject.projectId(),
                subject.type(),
                letter.message().key(),
                letter.message().value(),
                letter.message().headers()));
    }

    private static List<@Nullable Object> origin(OriginalRecord origin) {
        var time = origin.time();
        return new ArrayList<>(Arrays.<@Nullable Object>asList(
                origin.place().topic(),
                origin.place().partition(),
                origin.place().offset(),
                time == null ? null : DeadLetterRows.utc(time)));
    }

    private static List<@Nullable Object> standing(DeadLetterSnapshot standing) {
        return Arrays.asList(
                standing.state().wireName(),
                standing.attempts(),
                standing.replays(),
                standing.failedReplays(),
                DeadLetterRows.utc(standing.firstSeen()),
                DeadLetterRows.utc(standing.lastSeen()),
                DeadLetterRows.utc(standing.changedAt()),
                standing.job(),
                standing.heard());
    }

    private void execute(String statement, List<List<@Nullable Object>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        var batch = sql.batch(statement);
        for (var row : rows) {
            batch = batch.bind(row.toArray());
        }
        batch.execute();
    }
}
