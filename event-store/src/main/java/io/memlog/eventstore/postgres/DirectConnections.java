package io.memlog.eventstore.postgres;

import io.memlog.eventstore.outbox.OutboxProperties;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessResourceFailureException;

/// Opens connections that belong to no pool, for what lives as long as its session: leadership and LISTEN.
final class DirectConnections {

    private final String url;
    private final @Nullable String user;
    private final @Nullable String password;
    private final OutboxProperties properties;

    DirectConnections(String url, @Nullable String user, @Nullable String password, OutboxProperties properties) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.properties = properties;
    }

    /// A connection whose statements commit by themselves, without waiting for the disk: the relay repeats
    /// what a crash makes it forget.
    ///
    /// @param name  how it is shown in `pg_stat_activity`
    /// @param quiet how long it may be without a statement; zero means for ever
    Connection open(String name, Duration quiet) {
        try {
            var connection = DriverManager.getConnection(url, settings(name));
            try {
                configure(connection, quiet);
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
            return connection;
        } catch (SQLException e) {
            throw new DataAccessResourceFailureException(String.valueOf(e.getMessage()), e);
        }
    }

    /// Makes the server notice within half a minute that a client's machine is gone, and end the session
    /// of a client that hangs, so that neither keeps the leadership.
    private void configure(Connection connection, Duration quiet) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    set tcp_keepalives_idle = 10;
                    set tcp_keepalives_interval = 5;
                    set tcp_keepalives_count = 3;
                    set statement_timeout = %d;
                    set idle_session_timeout = %d;
                    set synchronous_commit = off
                    """.formatted(properties.statementTimeout().toMillis(), quiet.toMillis()));
        }
    }

    private Properties settings(String name) {
        var settings = new Properties();
        if (user != null) {
            settings.setProperty("user", user);
        }
        if (password != null) {
            settings.setProperty("password", password);
        }
        settings.setProperty("ApplicationName", name);
        settings.setProperty("connectTimeout", seconds(properties.connectTimeout()));
        settings.setProperty("loginTimeout", seconds(properties.connectTimeout()));
        settings.setProperty(
                "socketTimeout", seconds(properties.statementTimeout().plusSeconds(5)));
        settings.setProperty("tcpKeepAlive", "true");
        return settings;
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, duration.toSeconds()));
    }
}
