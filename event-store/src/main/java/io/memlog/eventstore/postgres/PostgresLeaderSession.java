package io.memlog.eventstore.postgres;

import static org.jooq.impl.DSL.any;

import io.memlog.eventstore.outbox.LeaderSession;
import io.memlog.eventstore.outbox.OutboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
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

    /// The channel on which instances notify the leader.
    static final String CHANNEL = "memlog_outbox";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresLeaderSession.class);

    /// Locks of two numbers do not collide with those of the streams.
    private static final String TRY_LOCK = "select pg_try_advisory_lock(1835363692, 1)";

    /// Ends with the row whose payload fills the batch.
    private static final String READ = """
            select position, aggregatetype, aggregateid, headers, traceparent, payload, recorded_at
            from (select waiting.*, sum(octet_length(payload::text)) over (order by position)
                                    - octet_length(payload::text) as bytes_before
                  from (select * from outbox where position <> all (?) order by position limit ?) waiting) measured
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
    public List<OutboxMessage> read(Collection<Long> except, int maxRows, long maxBytes) {
        return sql.resultQuery(READ, except.toArray(Long[]::new), maxRows, maxBytes)
                .coerce(Tables.Outbox.READ)
                .fetch(PostgresLeaderSession::message);
    }

    @Override
    public void delete(Collection<Long> positions) {
        sql.deleteFrom(Tables.Outbox.TABLE)
                .where(Tables.Outbox.POSITION.eq(any(positions.toArray(Long[]::new))))
                .execute();
    }

    @Override
    public void park(long position, String reason) {
        sql.execute(PARK, position, reason);
    }

    @Override
    public void notifyLeader() {
        sql.execute("notify " + CHANNEL);
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
                row.get(Tables.Outbox.POSITION),
                row.get(Tables.Outbox.AGGREGATE_TYPE),
                row.get(Tables.Outbox.AGGREGATE_ID),
                row.get(Tables.Outbox.HEADERS).data(),
                row.get(Tables.Outbox.TRACEPARENT),
                row.get(Tables.Outbox.PAYLOAD).data(),
                row.get(Tables.Outbox.RECORDED_AT));
    }
}
