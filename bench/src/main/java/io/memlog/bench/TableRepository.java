package io.memlog.bench;

import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.system.MemlogSystem;
import io.memlog.bench.system.Server;
import io.memlog.schemas.json.Json;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes to PostgreSQL without Memlog: the same rows into copies of its tables, rows that wait for its relay, and
/// memories in bulk.
final class TableRepository implements AutoCloseable {

    /// Tells of a row in which order it was written.
    static final String SEQUENCE_HEADER = "bench_sequence";

    private static final String COPY_TABLES = """
            create schema if not exists bench;
            create sequence if not exists bench.position;
            create table if not exists bench.event (like event including all);
            create table if not exists bench.memory_log (like memory_log including all);
            create table if not exists bench.outbox (like outbox including all);
            create or replace trigger announce_event_writer before insert on bench.event
                for each statement execute function announce_event_writer();
            """;

    private static final String INSERT = """
            with new as materialized (
                select nextval('bench.position') as position, rows.*
                from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as rows (memory_id, event_id, data, headers, user_id, project_id, agent, conversation_id, tags)
            ), logged as (
                insert into bench.event (position, event_id, stream_id, stream_version, type, data, metadata, user_id,
                                         project_id, conversation_id, occurred_at, recorded_at, data_bytes)
                overriding system value
                select position, event_id, 'memory_log/' || memory_id, 1, 'memory_log.stored', data::json, '{}', user_id,
                       project_id, conversation_id, now(), now(), octet_length(data)
                from new
            ), kept as (
                insert into bench.memory_log (memory_id, version, user_id, project_id, agent, conversation_id, date_first,
                                              date_last, tags, state, updated_at)
                select memory_id, 1, user_id, project_id, agent, conversation_id, now(), now(),
                       array(select json_array_elements_text(tags::json)), data::json, now()
                from new
            )
            insert into bench.outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at,
                                      payload_bytes)
            select position, event_id, 'memory_log', memory_id::text, 'memory_log.stored', data::json, headers::json, now(),
                   octet_length(data)
            from new
            """;

    private static final String WAIT_FOR_RELAY = """
            insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at, payload_bytes)
            values (nextval('event_position_seq'), ?, 'memory_log', ?, 'memory_log.stored', ?::json, ?::json, now(), ?)
            """;

    /// All in one transaction, so that the relay finds all of them at once.
    private static final String MANY_WAIT_FOR_RELAY = """
            insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at, payload_bytes)
            select nextval('event_position_seq'), 'bench/' || number, 'memory_log', key, 'memory_log.stored', payload::json,
                   jsonb_set(headers::jsonb, '{bench_sequence}', to_jsonb(number::text))::json, now(), octet_length(payload)
            from (select number, 1 + number % array_length(keys, 1) as row, keys, payloads, all_headers
                  from generate_series(?::bigint, ?::bigint) as number,
                       (select ?::text[] as keys, ?::text[] as payloads, ?::text[] as all_headers) as rows) as numbered,
                 lateral (select keys[row] as key, payloads[row] as payload, all_headers[row] as headers) as message
            order by number
            """;

    /// As another instance does after its commits.
    private static final String NOTIFY_RELAY = "select pg_notify('memlog_outbox_' || 'outbox'::regclass::oid, '')";

    /// Copies memories of Memlog with other ids, as indexed ones, with their events; nothing is published.
    private static final String GROW = """
            with source as materialized (
                select row_number() over (order by memory_id) as row, memory_log.*
                from (select * from memory_log where project_id = ? order by memory_id limit 1000) as memory_log
            ), new as materialized (
                select nextval('memory_log_id') as new_id, nextval('event_position_seq') as position, source.*,
                       regexp_replace(state::text, '"id":[0-9]+', '"id":' || currval('memory_log_id')) as new_state
                from generate_series(1, ?) as number join source on row = 1 + number % (select count(*) from source)
            ), logged as (
                insert into event (position, event_id, stream_id, stream_version, type, data, metadata, user_id, project_id,
                                   conversation_id, occurred_at, recorded_at, data_bytes)
                overriding system value
                select position, 'memory_log/' || new_id || '/1', 'memory_log/' || new_id, 1, 'memory_log.stored',
                       new_state::json, '{}', user_id, project_id, conversation_id, updated_at, updated_at,
                       octet_length(new_state)
                from new
            )
            insert into memory_log (memory_id, version, user_id, project_id, agent, conversation_id, date_first, date_last,
                                    tags, state, updated_at, indexed)
            select new_id, 1, user_id, project_id, agent, conversation_id, date_first, date_last, tags, new_state::json,
                   updated_at, true
            from new
            """;

    private final Connection connection;

    private TableRepository(Connection connection) {
        this.connection = connection;
    }

    static TableRepository connect(MemlogSystem system) {
        try {
            return new TableRepository(DriverManager.getConnection(
                    system.address(Server.POSTGRESQL),
                    "memlog",
                    system.passwords().of("postgresql.memlog")));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void copyTables() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(COPY_TABLES);
        }
    }

    /// Inserts by one statement and one commit.
    void insert(List<MemoryRow> rows) throws SQLException {
        try (var statement = connection.prepareStatement(INSERT)) {
            var ids = rows.stream().map(MemoryRow::id).toArray();
            statement.setArray(1, connection.createArrayOf("bigint", ids));
            setTexts(statement, 2, rows, row -> "bench/" + row.id());
            setTexts(statement, 3, rows, row -> row.message().data());
            setTexts(statement, 4, rows, MemoryRow::headers);
            setTexts(statement, 5, rows, row -> row.memory().userId());
            setTexts(statement, 6, rows, row -> row.memory().projectId());
            setTexts(statement, 7, rows, row -> row.memory().agent());
            setTexts(statement, 8, rows, row -> row.memory().conversationId());
            setTexts(statement, 9, rows, MemoryRow::tags);
            statement.executeUpdate();
        }
    }

    /// Inserts a row for the relay, and commits.
    void insertForRelay(MemoryRow row, long sequence, String key) throws SQLException {
        try (var statement = connection.prepareStatement(WAIT_FOR_RELAY)) {
            statement.setString(1, "bench/" + sequence);
            statement.setString(2, key);
            statement.setString(3, row.message().data());
            var headers = new LinkedHashMap<>(row.message().headers());
            headers.put(SEQUENCE_HEADER, Long.toString(sequence));
            statement.setString(4, Json.mapper().writeValueAsString(headers));
            statement.setInt(5, row.message().data().length());
            statement.executeUpdate();
        }
    }

    /// Inserts rows with these numbers for the relay, made of the given ones in turn, in one transaction.
    void insertForRelay(List<MemoryRow> rows, long first, long last) throws SQLException {
        try (var statement = connection.prepareStatement(MANY_WAIT_FOR_RELAY)) {
            statement.setLong(1, first);
            statement.setLong(2, last);
            setTexts(statement, 3, rows, row -> row.message().key());
            setTexts(statement, 4, rows, row -> row.message().data());
            setTexts(statement, 5, rows, MemoryRow::headers);
            statement.executeUpdate();
        }
    }

    void notifyRelay() throws SQLException {
        try (var statement = connection.prepareStatement(NOTIFY_RELAY)) {
            statement.execute();
        }
    }

    boolean isOutboxEmpty() throws SQLException {
        return number("select count(*) from (select from outbox limit 1) as waiting") == 0;
    }

    /// Adds memories in bulk to a project that has some.
    void grow(WorkLogs logs, int memories) throws SQLException {
        try (var statement = connection.prepareStatement(GROW)) {
            statement.setString(1, logs.project());
            statement.setInt(2, memories);
            statement.executeUpdate();
        }
    }

    void analyze() throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("vacuum analyze event, memory_log");
        }
    }

    long countMemories() throws SQLException {
        return number("select count(*) from memory_log");
    }

    /// When the newest memory was stored, in ISO format.
    String newest() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery("select max(updated_at) from memory_log")) {
            row.next();
            return row.getObject(1, OffsetDateTime.class).toInstant().toString();
        }
    }

    /// Reads what a consistency check compares, and nothing else.
    long scanVersions() throws SQLException {
        return number(
                "select count(*) from (select memory_id, version from memory_log order by memory_id) as versions");
    }

    private long number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void setTexts(
            PreparedStatement statement,
            int parameter,
            List<MemoryRow> rows,
            Function<MemoryRow, @Nullable String> column)
            throws SQLException {
        statement.setArray(
                parameter,
                connection.createArrayOf("text", rows.stream().map(column).toArray()));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
