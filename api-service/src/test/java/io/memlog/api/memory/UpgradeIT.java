package io.memlog.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.ApiService;
import io.memlog.api.RunningService;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.StreamId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

class UpgradeIT {

    /// What a database had been brought to before the log could be queried.
    private static final List<String> APPLIED = List.of(
            "V1__event.sql", "V2__outbox.sql", "V100__memory_logs.sql", "V101__memories_that_wait_for_an_index.sql");

    private final RunningService service = RunningService.memory();

    @Test
    void a_database_of_an_older_release_is_brought_up_to_date_with_what_it_holds(@TempDir Path folder)
            throws Exception {
        var url = setting("url").replaceFirst("/[^/?]+(\\?|$)", "/upgraded$1");
        execute(setting("url"), "create database upgraded");
        for (var migration : APPLIED) {
            copy("/db/migration/" + migration, folder.resolve(migration));
        }
        Flyway.configure()
                .dataSource(url, setting("username"), setting("password"))
                .locations("filesystem:" + folder)
                .load()
                .migrate();
        execute(url, """
                insert into memory_log (memory_id, version, user_id, project_id, date_first, date_last, tags, state,
                                        updated_at)
                select id, 2, 'u', 'p', now(), now(), '{}', '{}', now() from unnest(array[1, 2, 3]) as id
                """);
        execute(url, """
                insert into projection_state (memory_id, projection, version, state, at)
                values (1, 'vector', 2, 'stored', now()), (1, 'graph', 2, 'stored', now()),
                       (2, 'vector', 2, 'stored', now()), (2, 'graph', 1, 'stored', now()),
                       (3, 'vector', 2, 'stored', now())
                """);
        execute(url, """
                insert into event (event_id, stream_id, stream_version, type, data, metadata, recorded_at)
                values ('old', 'memory_log-1', 1, 'memory_log.stored', '{}', '{}', '2025-11-13T08:30:00Z')
                """);

        try (var upgraded = start(url)) {
            var found =
                    upgraded.getBean(EventQueries.class).find(EventQuery.all().ofStream(new StreamId("memory_log-1")));

            assertThat(upgraded.getBean(DSLContext.class)
                            .fetch("select memory_id from memory_log where indexed")
                            .into(Long.class))
                    .containsExactly(1L);
            assertThat(found.events())
                    .singleElement()
                    .satisfies(
                            event -> assertThat(event.occurredAt()).isEqualTo(Instant.parse("2025-11-13T08:30:00Z")));
        }
    }

    private ConfigurableApplicationContext start(String url) {
        var settings = service.settings().stream()
                .map(setting -> setting.replace(setting("url"), url))
                .toArray(String[]::new);
        return new SpringApplicationBuilder(ApiService.class)
                .properties("spring.config.name=api-service")
                .run(settings);
    }

    private void execute(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url, setting("username"), setting("password"));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String setting(String name) {
        var prefix = "--spring.datasource." + name + "=";
        return service.settings().stream()
                .filter(setting -> setting.startsWith(prefix))
                .findFirst()
                .orElseThrow()
                .substring(prefix.length());
    }

    private static void copy(String resource, Path target) throws IOException {
        try (var source = Objects.requireNonNull(UpgradeIT.class.getResourceAsStream(resource), resource)) {
            Files.copy(source, target);
        }
    }
}
