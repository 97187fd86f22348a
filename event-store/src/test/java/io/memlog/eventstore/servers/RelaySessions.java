package io.memlog.eventstore.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.springframework.jdbc.support.JdbcUtils;

/// The connections to one database.
public final class RelaySessions {

    private final TestDatabase database;

    public RelaySessions(TestDatabase database) {
        this.database = database;
    }

    public int count(String application) {
        return pids(application).size();
    }

    public List<Integer> pids(String application) {
        return database.sql()
                .fetch(
                        "select pid from pg_stat_activity where datname = current_database() and application_name = ?",
                        application)
                .getValues("pid", Integer.class);
    }

    /// The connections on which an application's transactions run.
    public List<Integer> pidsOfPool() {
        return pids("PostgreSQL JDBC Driver");
    }

    /// The connection of the leader.
    public Optional<Integer> findLeader() {
        return database.sql().fetchOptional("""
                        select pid from pg_locks join pg_stat_activity using (pid)
                        where locktype = 'advisory' and classid = 1835363692 and objsubid = 2 and granted and datname = current_database()
                        """).map(row -> row.get("pid", Integer.class));
    }

    public int leader() {
        return findLeader().orElseThrow();
    }

    public boolean terminate(int pid) {
        return database.sql().fetchSingle("select pg_terminate_backend(?)", pid).into(Boolean.class);
    }

    public Notifications listen() {
        try {
            var connection = database.dataSource().getConnection();
            try (var statement = connection.createStatement()) {
                statement.execute("do $$ begin execute 'listen memlog_outbox_' || 'outbox'::regclass::oid; end $$");
            }
            return new Notifications(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The received notifications, as the process ids of their senders.
    public static final class Notifications implements AutoCloseable {

        private final Connection connection;
        private final List<Integer> seen = new ArrayList<>();

        private Notifications(Connection connection) {
            this.connection = connection;
        }

        public int next() {
            return within(Duration.ofSeconds(10)).getFirst();
        }

        public List<Integer> within(Duration time) {
            try {
                var senders = new ArrayList<Integer>();
                for (var each :
                        connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(time.toMillis()))) {
                    senders.add(each.getPID());
                }
                seen.addAll(senders);
                return senders;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        public List<Integer> seen() {
            return seen;
        }

        @Override
        public void close() {
            JdbcUtils.closeConnection(connection);
        }
    }
}
