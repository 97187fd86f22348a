package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.embedded.PostgresServer;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncMigrationIT {

    @TempDir
    Path folder;

    @Test
    void findings_stay_and_unfinished_jobs_start_over_when_a_data_folder_migrates() throws Exception {
        try (var postgres = PostgresServer.start(folder.resolve("postgres"), 0)) {
            flyway(postgres).target("140").load().migrate();
            var sql = DSL.using(postgres.jdbcUrl(), postgres.user(), postgres.password());
            fill(sql);

            flyway(postgres).load().migrate();

            assertThat(sql.fetch("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'sync%'")
                            .into(String.class))
                    .containsExactlyInAnyOrder("sync_finding", "sync_check");
            assertThat(sql.fetch("SELECT action FROM sync_finding WHERE state = 'open' AND suspected_at IS NULL")
                            .into(String.class))
                    .containsExactly("sent");
            assertThat(sql.fetch(
                                    "SELECT concat_ws(' ', done, place ->> 'phase', place -> 'summary' ->> 'checked') FROM job ORDER BY id")
                            .into(String.class))
                    .containsExactly("14 2 7", "0", "0");
        }
    }

    private static FluentConfiguration flyway(PostgresServer postgres) {
        return Flyway.configure()
                .dataSource(postgres.jdbcUrl(), postgres.user(), postgres.password())
                .outOfOrder(true);
    }

    private static void fill(DSLContext sql) {
        sql.execute("""
                INSERT INTO sync_finding (projection, user_id, project_id, memory_id, kind, damaged, first_seen,
                                          last_seen, state, remedy)
                VALUES ('graph', 'u', 'p', 1, 'missing', false, now(), now(), 'open', 'sent')
                """);
        sql.execute("""
                INSERT INTO sync_suspect (run, projection, user_id, project_id, memory_id, settled, seen_at)
                VALUES (gen_random_uuid(), 'graph', 'u', 'p', 2, true, now())
                """);
        sql.execute("""
                INSERT INTO job (id, kind, state, request, place, total, done, sent, skipped, created_at, finished_at)
                VALUES ('00000000-0000-0000-0000-000000000001', 'sync', 'completed', '{"operation":"check"}',
                        '{"stage":2,"begun":false,"at":null,"tally":{"checked":7}}', 14, 14, 0, 0, now(), now()),
                       ('00000000-0000-0000-0000-000000000002', 'sync', 'running', '{"operation":"check"}',
                        '{"stage":1,"begun":true,"at":{"memories":3},"tally":{"checked":5}}', 14, 5, 0, 0, now(), NULL),
                       ('00000000-0000-0000-0000-000000000003', 'sync', 'queued', '{"operation":"check"}',
                        '{}', 14, 0, 0, 0, now(), NULL)
                """);
    }
}
