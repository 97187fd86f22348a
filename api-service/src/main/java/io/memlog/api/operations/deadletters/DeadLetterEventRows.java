package io.memlog.api.operations.deadletters;

import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// The streams of letters in the log, many at a time.
@Component
public final class DeadLetterEventRows {

    /// In the order in which the event store locks several streams.
    private static final String LOCK = """
            SELECT pg_current_xact_id(), pg_advisory_xact_lock(key)
            FROM (SELECT DISTINCT hashtextextended(stream, 0) AS key FROM unnest(?::text[]) AS stream ORDER BY key) AS keys
            """;

    private static final String READ = """
            SELECT stream_id, type, data::text AS data, recorded_at
            FROM event
            WHERE stream_id = ANY (?)
            """;

    private final DSLContext sql;

    DeadLetterEventRows(DSLContext sql) {
        this.sql = sql;
    }

    /// Makes all who decide about these letters queue up, until the transaction ends.
    public void lock(Collection<DeadLetterId> letters) {
        Object streams = letters.stream().map(letter -> letter.stream().value()).toArray(String[]::new);
        sql.execute(LOCK, streams);
    }

    /// What happened to these letters; those that nothing happened to are absent.
    Map<DeadLetterId, List<TimestampedEvent>> read(Set<DeadLetterId> letters) {
        Map<String, DeadLetterId> streams = new HashMap<>();
        letters.forEach(letter -> streams.put(letter.stream().value(), letter));
        Object names = streams.keySet().toArray(String[]::new);
        return sql.fetch(READ, names).stream()
                .flatMap(row -> DeadLetterEventCodec.read(
                        Objects.requireNonNull(streams.get(row.get("stream_id", String.class))),
                        row.get("type", String.class),
                        row.get("data", String.class))
                        .map(event -> new TimestampedEvent(
                                event,
                                Objects.requireNonNull(row.get("recorded_at", OffsetDateTime.class))
                                        .toInstant()))
                        .stream())
                .collect(Collectors.groupingBy(recorded -> recorded.event().letter()));
    }
}
