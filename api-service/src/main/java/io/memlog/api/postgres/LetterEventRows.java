package io.memlog.api.postgres;

import io.memlog.api.deadletters.LetterEvent;
import io.memlog.api.deadletters.LetterEventCodec;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.RecordedEvent;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.springframework.stereotype.Component;

/// The streams of letters in the log, many at a time. They are locked and numbered as the event store does
/// it for one, so that both may write to them.
@Component
final class LetterEventRows {

    /// Takes the transaction's id before any position, as whoever follows the log expects.
    private static final String LOCK = """
            SELECT pg_current_xact_id(), pg_advisory_xact_lock(hashtextextended(stream, 0))
            FROM unnest(?::text[]) AS stream
            """;

    private static final String APPEND = """
            INSERT INTO event (event_id, stream_id, stream_version, type, data, metadata, user_id, project_id, recorded_at)
            SELECT fresh.event_id, fresh.stream_id,
                   row_number() OVER (PARTITION BY fresh.stream_id ORDER BY fresh.place) + (
                       SELECT coalesce(max(known.stream_version), 0) FROM event known
                       WHERE known.stream_id = fresh.stream_id),
                   fresh.type, fresh.data::json, '{}'::json, letter.user_id, letter.project_id, ?::timestamptz
            FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
                    WITH ORDINALITY AS fresh (letter_id, stream_id, event_id, type, data, place)
            LEFT JOIN dead_letter letter ON letter.id = fresh.letter_id
            WHERE NOT EXISTS (SELECT FROM event known WHERE known.event_id = fresh.event_id)
            ORDER BY fresh.place
            RETURNING event_id
            """;

    private static final String READ = """
            SELECT stream_id, type, data::text AS data, recorded_at
            FROM event
            WHERE stream_id = ANY (?)
            """;

    private final DSLContext sql;
    private final Clock clock;

    LetterEventRows(DSLContext sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /// Makes all who decide about these letters queue up, until the transaction ends.
    void lock(Collection<LetterId> letters) {
        Object streams = letters.stream()
                .distinct()
                .sorted()
                .map(letter -> letter.stream().value())
                .toArray(String[]::new);
        sql.fetch(LOCK, streams);
    }

    /// Appends what is not in the log yet, to streams that are locked, and returns it.
    List<LetterEvent> append(Collection<? extends LetterEvent> events) {
        Map<String, LetterEvent> byId = new LinkedHashMap<>();
        events.forEach(event -> byId.putIfAbsent(LetterEventCodec.eventId(event), event));
        Object now = OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
        Object letters =
                byId.values().stream().map(event -> event.letter().value()).toArray(UUID[]::new);
        var fresh = sql.fetch(
                        APPEND,
                        now,
                        letters,
                        texts(byId, event -> event.letter().stream().value()),
                        byId.keySet().toArray(String[]::new),
                        texts(byId, LetterEventCodec::type),
                        texts(byId, LetterEventCodec::data))
                .intoSet("event_id", String.class);
        return byId.entrySet().stream()
                .filter(event -> fresh.contains(event.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// What happened to these letters; those that nothing happened to are absent.
    Map<LetterId, List<RecordedEvent>> read(Set<LetterId> letters) {
        Map<String, LetterId> streams = new HashMap<>();
        letters.forEach(letter -> streams.put(letter.stream().value(), letter));
        Object names = streams.keySet().toArray(String[]::new);
        return sql.fetch(READ, names).stream()
                .flatMap(row -> LetterEventCodec.read(
                        Objects.requireNonNull(streams.get(row.get("stream_id", String.class))),
                        row.get("type", String.class),
                        row.get("data", String.class))
                        .map(event -> new RecordedEvent(
                                event,
                                Objects.requireNonNull(row.get("recorded_at", OffsetDateTime.class))
                                        .toInstant()))
                        .stream())
                .collect(Collectors.groupingBy(recorded -> recorded.event().letter()));
    }

    private static Object texts(Map<String, LetterEvent> events, Function<LetterEvent, String> text) {
        return events.values().stream().map(text).toArray(String[]::new);
    }
}
