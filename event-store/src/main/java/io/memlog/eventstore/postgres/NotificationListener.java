package io.memlog.eventstore.postgres;

import io.memlog.eventstore.lifecycle.StopSignal;
import io.memlog.eventstore.outbox.Outbox.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on a connection and a thread of its own, because a thread that waits for a notification cannot be
/// woken from within the JVM.
final class NotificationListener implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
    private static final int POLL_MILLIS = 10_000;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final DirectConnections connections;
    private final Runnable callback;
    private final StopSignal stop = new StopSignal();
    private volatile @Nullable Connection current;

    NotificationListener(DirectConnections connections, Runnable callback) {
        this.connections = connections;
        this.callback = callback;
    }

    void start() {
        Thread.ofVirtual().name("outbox-listener").start(this::run);
    }

    /// Aborts the connection, because its thread blocks in a read.
    @Override
    public void close() {
        stop.request();
        try {
            var connection = current;
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("The listener's connection could not be aborted");
        }
    }

    private void run() {
        try {
            do {
                listen();
            } while (!stop.pause(RETRY_PAUSE));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the connection breaks or the subscription is closed.
    private void listen() {
        try (var connection = connections.open("memlog outbox listener", Duration.ZERO);
                var statement = connection.createStatement()) {
            current = connection;
            statement.execute("listen " + channel(statement));
            callback.run();
            while (!stop.requested()) {
                if (connection.unwrap(PGConnection.class).getNotifications(POLL_MILLIS).length > 0) {
                    callback.run();
                } else {
                    statement.execute("select 1");
                }
            }
        } catch (SQLException | RuntimeException | Error e) {
            LOG.atDebug().setCause(e).log("The listener is disconnected; the relay polls");
        }
    }

    private static String channel(Statement statement) throws SQLException {
        try (var name = statement.executeQuery(PostgresLeaderSession.CHANNEL)) {
            name.next();
            return name.getString(1);
        }
    }
}
