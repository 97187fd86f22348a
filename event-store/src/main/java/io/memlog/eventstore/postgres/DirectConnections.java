package io.memlog.eventstore.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.JdbcUtils;

/// Opens connections outside of the pool, for what lasts as long as its session: leadership and LISTEN.
final class DirectConnections {

    private final String url;
    private final Properties settings = new Properties();

    DirectConnections(String url, @Nullable String user, @Nullable String password) {
        this.url = url;
        if (user != null) {
            settings.setProperty("user", user);
        }
        if (password != null) {
            settings.setProperty("password", password);
        }
        settings.setProperty("ApplicationName", "memlog outbox");
        settings.setProperty("connectTimeout", "5");
        settings.setProperty("loginTimeout", "5");
        settings.setProperty("socketTimeout", "25");
        settings.setProperty("tcpKeepAlive", "true");
    }

    /// A connection on which each statement commits by itself, without waiting for the disk: the relay repeats
    /// what is lost in a crash.
    ///
    /// @param name    the application name in `pg_stat_activity`
    /// @param maxIdle how long the session may be idle before the server ends it; zero for no limit
    Connection open(String name, Duration maxIdle) {
        Connection connection = null;
        try {
            connection = DriverManager.getConnection(url, settings);
            requireOwnSession(connection);
            configure(connection, name, maxIdle);
            return connection;
        } catch (SQLException e) {
            JdbcUtils.closeConnection(connection);
            throw new DataAccessResourceFailureException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Lets the server end, within half a minute, the session of a client whose machine is unreachable, also while
    /// it sends to that client or works for it, and the session of a client that hangs, so that neither keeps the
    /// leadership.
    private static void configure(Connection connection, String name, Duration maxIdle) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    set application_name = '%s';
                    set tcp_keepalives_idle = 10;
                    set tcp_keepalives_interval = 5;
                    set tcp_keepalives_count = 3;
                    set tcp_user_timeout = 25000;
                    set client_connection_check_interval = 2000;
                    set statement_timeout = 20000;
                    set idle_session_timeout = %d;
                    set synchronous_commit = off
                    """.formatted(name, maxIdle.toMillis()));
        }
    }

    /// A pooling proxy may give the statements of one connection to different sessions, and one session to several
    /// connections. Then the lock of the leader does not exclude other instances.
    private void requireOwnSession(Connection connection) throws SQLException {
        var announced = connection.unwrap(PGConnection.class).getBackendPID();
        if (query(connection, "select pg_backend_pid()").equals(Integer.toString(announced))) {
            return; // no proxy in between
        }
        var token = Long.toString(System.nanoTime());
        query(connection, "select set_config('memlog.session', '" + token + "', false)");
        try (var other = DriverManager.getConnection(url, settings)) {
            var setting = "select current_setting('memlog.session', true)";
            if (token.equals(query(other, setting)) || !token.equals(query(connection, setting))) {
                throw new SQLException("the connection has no session of its own, because a proxy pools transactions;"
                        + " set memlog.outbox.direct-url to the JDBC URL of PostgreSQL itself");
            }
        }
    }

    private static String query(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return String.valueOf(result.getString(1));
        }
    }
}
