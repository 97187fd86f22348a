package io.memlog.eventstore.postgres;

import io.memlog.eventstore.outbox.Outbox.LeaderSession;
import io.memlog.eventstore.outbox.Outbox.Page;
import io.memlog.eventstore.outbox.OutboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/// A session on one connection that stays open and on which each statement commits by itself. The advisory lock
/// of the leader ends with the connection.
final class PostgresLeaderSession implements LeaderSession {

    /// The channel on which instances notify the leader. Like the lock it carries the table, because a database
    /// may hold several logs in several schemas.
    static final String CHANNEL = "select 'memlog_outbox_' || 'outbox'::regclass::oid";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLeaderSession.class);

    /// Locks of two numbers do not collide with those of the streams.
    private static final String TRY_LOCK =
            "select pg_try_advisory_lock(1835363692, hashtext('memlog.outbox.' || 'outbox'::regclass::oid))";

    private static final String NOTIFY = "select pg_notify((" + CHANNEL + "), '')";

    /// Ends with the row whose payload fills the page. Only what it returns is unpacked.
    private static final String READ = """
            select position, aggregatetype, aggregateid, headers, traceparent, payload, recorded_at, bytes
            from (select waiting.*, sum(bytes) over (order by position rows unbounded preceding) - bytes as bytes_before
                  from (select outbox.*, coalesce(payload_bytes, octet_length(payload::text)) as bytes
                        from outbox where position <> all (?) order by position limit ?) waiting) measured
            where bytes_before < ?
            order by position
            """;

    private static final String PARK = """
            with refused as (delete from outbox where position = ? returning *)
            insert into outbox_parked (position, id, aggregatetype, aggregateid, type, payload, headers, traceparent,
                                       recorded_at, parked_at, reason)
            select position, id, aggregatetype, aggregateid, type, payload, headers, traceparent,
                   recorded_at, clock_timestamp(), ?
            from refused
            """;

    private final Connection connection;
    private final DSLContext sql;

    PostgresLeaderSession(Connection connection) {
        this.connection = connection;
        this.sql = DSL.using(new DefaultConfiguration()
                .set(connection)
                .set(SQLDialect.POSTGRES)
                .set(ExecuteListener.onException(PostgresLeaderSession::withoutSql)));
    }

    @Override
    public boolean tryAcquireLeadership() {
        return Boolean.TRUE.equals(sql.fetchValue(TRY_LOCK));
    }

    @Override
    public void keepAlive() {
        sql.execute("select 1");
    }

    @Override
    public Page read(Collection<Long> except, int maxRows, long maxBytes) {
        Object positions = except.toArray(Long[]::new);
        var rows = sql.fetch(READ, positions, maxRows, maxBytes);
        var bytes = rows.stream().mapToLong(row -> row.get("bytes", Long.class)).sum();
        return new Page(rows.map(PostgresLeaderSession::message), rows.size() >= maxRows || bytes >= maxBytes);
    }

    @Override
    public void delete(Collection<Long> positions) {
        Object values = positions.toArray(Long[]::new);
        sql.execute("delete from outbox where position = any (?)", values);
    }

    @Override
    public void park(long position, String reason) {
        sql.execute(PARK, position, reason);
    }

    @Override
    public void notifyLeader() {
        sql.fetch(NOTIFY);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("A broken connection could not be closed");
        }
    }

    /// The message of a lost connection is clearer without the statement that detected it.
    private static void withoutSql(ExecuteContext statement) {
        var failure = statement.sqlException();
        if (failure != null) {
            statement.exception(new DataAccessResourceFailureException(String.valueOf(failure.getMessage()), failure));
        }
    }

    private static OutboxMessage message(Record row) {
        return new OutboxMessage(
                row.get("position", Long.class),
                row.get("aggregatetype", String.class),
                row.get("aggregateid", String.class),
                row.get("headers", String.class),
                row.get("traceparent", String.class),
                row.get("payload", String.class),
                row.get("recorded_at", Instant.class));
    }
}
