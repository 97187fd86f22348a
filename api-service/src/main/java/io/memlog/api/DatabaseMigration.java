package io.memlog.api;

import io.memlog.api.http.DatabaseErrors;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.stereotype.Component;

/// Migrates the database at start, and waits for as long as PostgreSQL cannot be reached.
@Component
final class DatabaseMigration implements FlywayMigrationStrategy {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseMigration.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    /// Once a minute.
    private static final int ATTEMPTS_PER_LOG = 30;

    private final String database;

    /// @param url of the database, which may carry a password behind its `?`
    DatabaseMigration(@Value("${spring.datasource.url}") String url) {
        this.database = url.replaceFirst("\\?.*", "");
    }

    /// @throws FlywayException when PostgreSQL rejects the login or a migration, or its certificate is not accepted
    @Override
    public void migrate(Flyway flyway) {
        var stopped = new CountDownLatch(1);
        var hook = new Thread(stopped::countDown, "stop-waiting-for-postgresql");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            migrateOnceReachable(flyway, stopped);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for PostgreSQL", e);
        } finally {
            removeShutdownHook(hook, stopped);
        }
    }

    private void migrateOnceReachable(Flyway flyway, CountDownLatch stopped) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                flyway.migrate();
                return;
            } catch (FlywayException e) {
                if (!DatabaseErrors.isOutage(e)
                        || DatabaseErrors.isRejectedLogin(e)
                        || DatabaseErrors.isRejectedCertificate(e)) {
                    throw e;
                }
                if (attempt % ATTEMPTS_PER_LOG == 0) {
                    LOG.warn(
                            "PostgreSQL cannot be reached at {}; the start waits for it: {}",
                            database,
                            DatabaseErrors.rootMessage(e));
                }
                if (stopped.await(RETRY_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("stopped while waiting for PostgreSQL", e);
                }
            }
        }
    }

    /// A hook cannot be removed while hooks run.
    private static void removeShutdownHook(Thread hook, CountDownLatch stopped) {
        if (stopped.getCount() > 0) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                LOG.debug("The process stops.", e);
            }
        }
    }
}
