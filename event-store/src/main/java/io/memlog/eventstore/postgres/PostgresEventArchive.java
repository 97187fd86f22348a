package io.memlog.eventstore.postgres;

import io.memlog.eventstore.ArchivedEventRow;
import io.memlog.eventstore.EventArchive;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.PositionRange;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/// A row's JSON holds `data` and `metadata` as strings, so that they are restored byte for byte.
final class PostgresEventArchive implements EventArchive {

    private static final String SUPERSEDED = """
            from event
            where position between ? and ? and recorded_at < ?::timestamptz
              and starts_with(stream_id, 'memory_log-') and starts_with(type, 'memory_log.')
              and exists (
                  select from event as later
                  where later.stream_id = event.stream_id and later.stream_version > event.stream_version)
              and position < coalesce((select min(position) from outbox), 9223372036854775807)
              and not exists (select from outbox_parked as parked where parked.position = event.position)
            """;

    /// How many positions a statement looks at: far fewer than it could within the time that a statement has.
    private static final int WINDOW = 100_000;

    /// Superseded events that are further apart do not share a range, which is read by statements of its own.
    private static final int MAX_RANGE = 5 * WINDOW;

    private static final String COUNT = "select count(*) as events " + SUPERSEDED;

    private static final String NEXT = """
            select min(position) as first, max(position) as last, count(*) as events
            from (select position %s order by position limit ?) as chosen
            """.formatted(SUPERSEDED);

    private static final String READ = """
            select position, recorded_at, row_to_json(line)::text as json
            from (
                select position, event_id, stream_id, stream_version, type, data::text, metadata::text, user_id,
                       project_id, conversation_id, request_id, correlation_id, causation_id,
                       transaction_id::text, recorded_at, occurred_at
                %s
                order by position
                limit ?) as line
            order by position
            """.formatted(SUPERSEDED);

    private static final String REMOVE = "delete from event where position = any (?::bigint[])";

    private static final String RESTORE = """
            insert into event (position, event_id, stream_id, stream_version, type, data, metadata, user_id, project_id,
                               conversation_id, request_id, correlation_id, causation_id, transaction_id, recorded_at,
                               occurred_at, data_bytes)
            overriding system value
            select kept.position, event_id, stream_id, stream_version, type, data::json, metadata::json, user_id,
                   project_id, conversation_id, request_id, correlation_id, causation_id, transaction_id, recorded_at,
                   occurred_at, octet_length(data)
            from unnest(?::text[]) as line,
                 json_to_record(line::json) as kept (
                     position bigint, event_id text, stream_id text, stream_version bigint, type text, data text,
                     metadata text, user_id text, project_id text, conversation_id text, request_id text,
                     correlation_id text, causation_id text, transaction_id xid8, recorded_at timestamptz,
                     occurred_at timestamptz)
            order by event_id collate "C"
            on conflict do nothing
            """;

    private final DSLContext sql;
    private final EventReader reader;

    PostgresEventArchive(DSLContext sql, EventReader reader) {
        this.sql = sql;
        this.reader = reader;
    }

    @Override
    public long count(Instant before) {
        var horizon = reader.horizon().value();
        var events = 0L;
        for (var first = 1L; first <= horizon; first += WINDOW) {
            events += sql.fetchSingle(COUNT, first, end(first, horizon), utc(before))
                    .get("events", Long.class);
        }
        return events;
    }

    @Override
    public Optional<PositionRange> next(Instant before, Position after, int limit) {
        var horizon = reader.horizon().value();
        PositionRange range = null;
        var events = 0L;
        for (var first = after.value() + 1; first <= horizon && events < limit; first += WINDOW) {
            if (range != null && first - range.first().value() >= MAX_RANGE) {
                break;
            }
            var found = sql.fetchSingle(NEXT, first, end(first, horizon), utc(before), limit - events);
            var last = found.get("last", Long.class);
            if (last != null) {
                var start = range == null ? new Position(found.get("first", Long.class)) : range.first();
                range = new PositionRange(start, new Position(last));
                events += found.get("events", Long.class);
            }
        }
        return Optional.ofNullable(range);
    }

    @Override
    public List<ArchivedEventRow> read(PositionRange range, Instant before, int limit) {
        return sql.fetch(READ, range.first().value(), range.last().value(), utc(before), limit)
                .map(PostgresEventArchive::row);
    }

    @Override
    public void remove(Collection<Position> positions) {
        Object values = positions.stream().map(Position::value).toArray(Long[]::new);
        var removed = sql.execute(REMOVE, values);
        if (removed != positions.size()) {
            throw new IllegalStateException("of " + positions.size() + " events, only " + removed + " were in the log");
        }
    }

    @Override
    public int restore(List<String> rows) {
        Object texts = rows.toArray(String[]::new);
        return sql.execute(RESTORE, texts);
    }

    private static ArchivedEventRow row(Record record) {
        return new ArchivedEventRow(
                new Position(record.get("position", Long.class)),
                Objects.requireNonNull(record.get("recorded_at", OffsetDateTime.class))
                        .toInstant(),
                record.get("json", String.class));
    }

    private static long end(long first, long horizon) {
        return Math.min(first + WINDOW - 1, horizon);
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
