package io.memlog.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LateCommitIT {

    @TempDir
    Path data;

    @Test
    void an_event_that_commits_late_is_still_published_and_indexed() throws Exception {
        try (var system = WholeSystem.start(data);
                var database = connect(system);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.setAutoCommit(false);
            holdBackWhoeverRemembersAKey(database);
            Future<HttpResponse<String>> late =
                    threads.submit(() -> system.client().post("/memory-logs/batch", keyed()));
            await().until(() -> writersHeldBack(database) > 0);

            var early = system.client().remembered("early", "Took its position later and committed at once");
            assertThat(system.client().states(early, Duration.ofSeconds(60))).containsOnly("stored");
            assertThat(late.state()).isEqualTo(Future.State.RUNNING);
            database.commit();

            var memory =
                    Client.json(late.get()).path("results").path(0).path("id").longValue();
            assertThat(memory).isPositive().isLessThan(early);
            assertThat(system.client().states(memory, Duration.ofSeconds(60))).containsOnly("stored");
            assertThat(system.deadLetters()).isEmpty();
        }
    }

    private static Map<String, Object> keyed() {
        return Map.of(
                "items",
                List.of(Map.of(
                        "task",
                        "late",
                        "user_id",
                        Client.USER,
                        "project_id",
                        Client.PROJECT,
                        "idempotency_key",
                        "late",
                        "raw_data",
                        Map.of("summary", "Took its position first and committed last"))));
    }

    private static Connection connect(WholeSystem system) throws SQLException {
        var postgres = system.postgres();
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /// A transaction with an idempotency key writes the key last, after its event has a position.
    private static void holdBackWhoeverRemembersAKey(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("LOCK TABLE idempotency_key IN SHARE MODE");
        }
    }

    private static long writersHeldBack(Connection database) throws SQLException {
        try (var statement = database.createStatement();
                var row = statement.executeQuery(
                        "SELECT count(*) FROM pg_locks WHERE relation = 'idempotency_key'::regclass"
                                + " AND mode = 'RowExclusiveLock' AND NOT granted")) {
            row.next();
            return row.getLong(1);
        }
    }
}
