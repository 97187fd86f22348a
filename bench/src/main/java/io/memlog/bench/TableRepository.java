package io.memlog.bench;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Writes to PostgreSQL without Memlog: the same rows into copies of its tables, rows that wait for its relay, and
/// memories in bulk.
final class TableRepository implements AutoCloseable {

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
                select nextval('bench.position') as position, ? + number as memory_id, rows.*
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    with ordinality as rows (data, headers, user_id, project_id, agent, conversation_id, tags, number)
            ), logged as (
                insert into bench.event (position, event_id, stream_id, stream_version, type, data, metadata, user_id,
                                         project_id, conversation_id, occurred_at, recorded_at, data_bytes)
                overriding system value
                select position, 'bench/' || memory_id, 'memory_log-' || memory_id, 1, 'memory_log.stored', data::json, '{}',
                       user_id, project_id, conversation_id, now(), now(), octet_length(data)
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
            select position, 'bench/' || memory_id, 'memory_log', memory_id::text, 'memory_log.stored', data::json,
                   headers::json, now(), octet_length(data)
            from new
            """;

    /// All in one transaction, so that the relay finds all of them at once.
    private static final String WAIT_FOR_RELAY = """
            insert into outbox (position, id, aggregatetype, aggregateid, type, payload, headers, recorded_at, payload_bytes)
            select nextval('event_position_seq'), 'bench/' || message, 'memory_log', key, 'memory_log.stored', payload::json,
                   jsonb_set(headers::jsonb, '{%s}', to_jsonb(message))::json, now(), octet_length(payload)
            from (select ?::int || '/' || number as message,
                         keys[1 + number %% cardinality(keys)] as key,
                         payloads[1 + number %% cardinality(payloads)] as payload,
                         all_headers[1 + number %% cardinality(all_headers)] as headers
                  from generate_series(?::bigint, ?::bigint) as number,
                       (select ?::text[] as keys, ?::text[] as payloads, ?::text[] as all_headers) as rows
                  order by number) as messages
            """.formatted(EventTopic.MESSAGE_HEADER);

    /// As another instance does after its commits.
    private static final String NOTIFY_RELAY = "select pg_notify('memlog_outbox_' || 'outbox'::regclass::oid, '')";

    /// Copies memories of Memlog with other ids, as indexed ones, with their events; nothing is published.
    private static final String GROW = """
            with source as materialized (
                select row_number() over (order by memory_id) as row, memory_log.*
                from (select * from memory_log where project_id = ? order by memory_id limit 1000) as memory_log
            ), numbered as materialized (
                select number, nextval('memory_log_id') as new_id, nextval('event_position_seq') as position
                from generate_series(1, ?) as number
            ), new as materialized (
                select new_id, position, source.*,
                       regexp_replace(state::text, '"id":[0-9]+', '"id":' || new_id) as new_state
                from numbered join source on row = 1 + number % (select count(*) from source)
            ), logged as (
                insert into event (position, event_id, stream_id, stream_version, type, data, metadata, user_id, project_id,
                                   conversation_id, occurred_at, recorded_at, data_bytes)
                overriding system value
                select position, 'bench/' || new_id, 'memory_log-' || new_id, 1, 'memory_log.stored', new_state::json, '{}',
                       user_id, project_id, conversation_id, updated_at, updated_at, octet_length(new_state)
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
        execute(COPY_TABLES);
    }

    /// Inserts by one statement and one commit.
    ///
    /// @param first the id of the memory before the first one
    void insert(List<MemoryRow> rows, long first) throws SQLException {
        execute(
                INSERT,
                first,
                texts(rows, row -> row.message().data()),
                texts(rows, MemoryRow::headers),
                texts(rows, row -> row.memory().userId()),
                texts(rows, row -> row.memory().projectId()),
                texts(rows, row -> row.memory().agent()),
                texts(rows, row -> row.memory().conversationId()),
                texts(rows, MemoryRow::tags));
    }

    /// Inserts the messages of a run with these numbers for the relay, made of the given rows and keys in turn, and
    /// commits.
    void insertForRelay(List<MemoryRow> rows, List<String> keys, int run, long first, long last) throws SQLException {
        var payloads = texts(rows, row -> row.message().data());
        execute(WAIT_FOR_RELAY, run, first, last, texts(keys, key -> key), payloads, texts(rows, MemoryRow::headers));
    }

    void notifyRelay() throws SQLException {
        execute(NOTIFY_RELAY);
    }

    boolean isOutboxEmpty() throws SQLException {
        return numbers("select 1 from outbox limit 1").isEmpty();
    }

    /// Whether every projection holds all memories.
    boolean areAllIndexed() throws SQLException {
        return numbers("select 1 from memory_log where not indexed and deleted_at is null limit 1")
                .isEmpty();
    }

    /// Adds memories in bulk to a project that has some.
    void grow(WorkLogs logs, int memories) throws SQLException {
        execute(GROW, logs.project(), memories);
    }

    void analyze() throws SQLException {
        execute("vacuum analyze event, memory_log");
    }

    long countMemories() throws SQLException {
        return numbers("select count(*) from memory_log").getFirst();
    }

    /// The ids of at most so many memories, in no order.
    List<Long> someIds(int limit) throws SQLException {
        return numbers("select memory_id from memory_log order by random() limit " + limit);
    }

    /// A time when all memories were stored.
    Instant afterNewest() throws SQLException {
        return Instant.ofEpochMilli(numbers("select ceil(1000 * extract(epoch from max(updated_at))) from memory_log")
                .getFirst());
    }

    /// Reads what a consistency check compares, and nothing else.
    List<Long> readVersions() throws SQLException {
        return numbers("select version, memory_id from memory_log order by memory_id");
    }

    private void execute(String sql, Object... parameters) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }

    /// The first column of all rows.
    private List<Long> numbers(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            List<Long> numbers = new ArrayList<>();
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
            return numbers;
        }
    }

    private <T> Array texts(List<T> rows, Function<T, @Nullable String> column) throws SQLException {
        return connection.createArrayOf("text", rows.stream().map(column).toArray());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
