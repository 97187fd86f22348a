package io.memlog.eventstore.postgres;

import io.memlog.eventstore.outbox.Outbox.Subscription;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/// Listens on a connection and a thread of its own, because a thread that waits for a notification cannot be
/// woken from within the JVM.
final class NotificationListener implements Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(NotificationListener.class);
    private static final int POLL_MILLIS = 10_000;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(2);

    private final DirectConnections connections;
    private final Runnable callback;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Connection current;

    NotificationListener(DirectConnections connections, Runnable callback) {
        this.connections = connections;
        this.callback = callback;
        this.thread = Thread.ofVirtual().name("outbox-listener").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Aborts the connection, because its thread blocks in a read.
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        abort(current);
    }

    private void run() {
        while (!closed) {
            try (var connection = connections.open("memlog outbox listener", Duration.ZERO)) {
                current = connection;
                listen(connection);
            } catch (SQLException | DataAccessException e) {
                LOG.atDebug().setCause(e).log("The listener is disconnected; the relay polls");
                pause();
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("listen " + PostgresLeaderSession.CHANNEL);
            callback.run();
            while (!closed) {
                var notifications = connection.unwrap(PGConnection.class).getNotifications(POLL_MILLIS);
                if (notifications.length > 0) {
                    callback.run();
                } else {
                    statement.execute("select 1");
                }
            }
        }
    }

    private void pause() {
        try {
            if (!closed) {
                Thread.sleep(RETRY_PAUSE);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private static void abort(@Nullable Connection connection) {
        try {
            if (connection != null) {
                connection.abort(Runnable::run);
            }
        } catch (SQLException e) {
            LOG.atDebug().setCause(e).log("The listener's connection could not be aborted");
        }
    }
}
