package io.memlog.eventstore.postgres;

import io.memlog.eventstore.outbox.Outbox;
import io.memlog.eventstore.outbox.OutboxMessage;
import io.memlog.eventstore.outbox.OutboxProperties;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.ExecuteListenerProvider;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcUtils;

/// The outbox in PostgreSQL.
final class PostgresOutbox implements Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresOutbox.class);
    private static final int LISTEN_MILLIS = 10_000;
    private static final Duration LISTEN_AGAIN_AFTER = Duration.ofSeconds(2);

    /// The channel on which instances notify the leader. Like the lock it carries the table, because a database
    /// may hold several logs in several schemas.
    private static final String CHANNEL = "select 'memlog_outbox_' || 'outbox'::regclass::oid";

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

    /// Reads the waiting messages in the index alone.
    static final String COUNT = """
            select count(*) as depth,
                   coalesce(sum(payload_bytes), 0) + pg_table_size('outbox_parked') as bytes,
                   (select recorded_at from outbox order by position limit 1) as oldest,
                   (select count(*) from (select from outbox_parked limit ?) parked) as parked
            from (select payload_bytes from outbox order by position limit ?) waiting
            """;

    private final DSLContext sql;
    private final DirectConnections connections;
    private final Duration maxIdle;

    /// @param sql over the application's pool; its listeners would log each count that fails during an outage
    PostgresOutbox(DSLContext sql, DirectConnections connections, OutboxProperties properties) {
        this.sql = DSL.using(sql.configuration().derive(new ExecuteListenerProvider[0]));
        this.connections = connections;
        // A session without a statement for longer than all of the relay's pauses belongs to a process that hangs.
        this.maxIdle = Duration.ofSeconds(10)
                .plus(properties.pollInterval())
                .plus(properties.leaderPollInterval())
                .plus(properties.blockTimeout())
                .plus(properties.maxBackoff());
    }

    @Override
    public LeaderSession connect() {
        return new Session(connections, maxIdle);
    }

    @Override
    public Backlog count(int max) {
        return sql.fetchSingle(COUNT, max, max).into(Backlog.class);
    }

    /// A session on one connection that stays open and on which each statement commits by itself. The advisory lock
    /// of the leader ends with the connection.
    static final class Session implements LeaderSession {

        private final DirectConnections connections;
        private final Connection connection;
        private final DSLContext sql;
        private @Nullable Thread listener;

        Session(DirectConnections connections, Duration maxIdle) {
            this.connections = connections;
            this.connection = connections.open("memlog outbox relay", maxIdle);
            this.sql = DSL.using(new DefaultConfiguration()
                    .set(connection)
                    .set(SQLDialect.POSTGRES)
                    .set(ExecuteListener.onException(Session::withoutSql)));
        }

        @Override
        public boolean tryAcquireLeadership() {
            return Boolean.TRUE.equals(sql.fetchValue(TRY_LOCK));
        }

        @Override
        public void listen(Runnable callback) {
            listener = Thread.ofVirtual().name("outbox-listener").start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    awaitNotifications(callback);
                    LockSupport.parkNanos(LISTEN_AGAIN_AFTER.toNanos());
                }
            });
        }

        /// Uses a connection and a thread of its own, because a thread that waits for a notification cannot be
        /// woken from within the JVM. Returns when the connection breaks, as it does when its virtual thread is
        /// interrupted.
        private void awaitNotifications(Runnable callback) {
            try (var connection = connections.open("memlog outbox listener", Duration.ZERO)) {
                var sql = DSL.using(connection, SQLDialect.POSTGRES);
                sql.execute("listen " + sql.fetchValue(CHANNEL));
                callback.run();
                while (!Thread.currentThread().isInterrupted()) {
                    if (connection.unwrap(PGConnection.class).getNotifications(LISTEN_MILLIS).length > 0) {
                        callback.run();
                    } else {
                        sql.execute("select 1");
                    }
                }
            } catch (SQLException | RuntimeException | Error e) {
                LOG.atDebug().setCause(e).log("The listener is disconnected; the relay polls");
            }
        }

        @Override
        public void notifyLeader() {
            sql.fetch(NOTIFY);
        }

        @Override
        public void keepAlive() {
            sql.execute("select 1");
        }

        @Override
        public Page read(Collection<Long> except, int maxRows, long maxBytes) {
            Object positions = except.toArray(Long[]::new);
            var messages = sql.fetch(READ, positions, maxRows, maxBytes).into(OutboxMessage.class);
            var bytes = messages.stream().mapToLong(OutboxMessage::bytes).sum();
            return new Page(messages, messages.size() >= maxRows || bytes >= maxBytes);
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
        public void close() {
            if (listener != null) {
                listener.interrupt();
            }
            JdbcUtils.closeConnection(connection);
        }

        /// The message of a lost connection is clearer without the statement that detected it.
        private static void withoutSql(ExecuteContext statement) {
            var failure = statement.sqlException();
            if (failure != null) {
                statement.exception(
                        new DataAccessResourceFailureException(String.valueOf(failure.getMessage()), failure));
            }
        }
    }
}
