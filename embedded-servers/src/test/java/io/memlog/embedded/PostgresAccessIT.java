package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresAccessIT {

    @TempDir
    Path data;

    @Test
    void a_login_without_or_with_a_wrong_password_is_refused() {
        try (var server = PostgresServer.start(postgres(), 0, Passwords.in(data))) {
            for (var user : List.of("memlog", "postgres")) {
                assertThatThrownBy(() -> connect(server, user, "")).isInstanceOf(SQLException.class);
                assertThatThrownBy(() -> connect(server, user, user))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
            assertThatThrownBy(() -> connect(server, "stranger", "")).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void the_application_owns_its_database_and_is_no_superuser() throws Exception {
        try (var server = PostgresServer.start(postgres(), 0, Passwords.in(data));
                var connection = connect(server, server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tea (name text)");

            assertThat(server.user()).isEqualTo("memlog");
            assertThatThrownBy(() -> statement.execute("COPY (SELECT 1) TO PROGRAM 'cat'"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("ALTER ROLE memlog SUPERUSER"))
                    .hasMessageContaining("permission denied");
            assertThatThrownBy(() -> statement.execute("SELECT rolpassword FROM pg_authid"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void the_superuser_can_log_in_with_the_password_in_the_file() throws Exception {
        var passwords = Passwords.in(data);

        try (var server = PostgresServer.start(postgres(), 0, passwords);
                var connection = connect(server, "postgres", passwords.of("postgresql.postgres"))) {
            assertThat(answer(connection, "SHOW is_superuser")).isEqualTo("on");
        }
    }

    @Test
    void a_cluster_that_trusted_everyone_asks_for_a_password_and_belongs_to_the_application() throws Exception {
        createTrustingCluster();

        try (var server = PostgresServer.start(postgres(), 0, Passwords.in(data));
                var connection = connect(server, server.user(), server.password());
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> connect(server, "postgres", "postgres")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connect(server, "intruder", "known")).hasMessageContaining("no pg_hba.conf entry");
            assertThat(answer(connection, "SELECT name FROM tea_of_today")).isEqualTo("sencha");
            statement.execute("ALTER TABLE tea ADD COLUMN cups integer");
            statement.execute("ALTER SEQUENCE cup RESTART");
            statement.execute("CREATE OR REPLACE FUNCTION brew() RETURNS integer LANGUAGE sql AS 'SELECT 2'");
            statement.execute("DROP VIEW tea_of_today");
            statement.execute("DROP TABLE tea");
        }
    }

    @Test
    void a_start_without_the_file_sets_new_passwords() throws Exception {
        var old = Passwords.in(data);
        PostgresServer.start(postgres(), 0, old).close();
        Files.delete(data.resolve("passwords"));

        try (var server = PostgresServer.start(postgres(), 0, Passwords.in(data))) {
            assertThatThrownBy(() -> connect(server, "memlog", old.of("postgresql.memlog")))
                    .isInstanceOf(SQLException.class);
            connect(server, server.user(), server.password()).close();
        }
    }

    private Path postgres() {
        return data.resolve("postgres");
    }

    /// As earlier versions made it.
    private void createTrustingCluster() throws Exception {
        var cluster = postgres().resolve("cluster");
        try (var server = EmbeddedPostgres.builder()
                        .setDataDirectory(cluster)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setPgBinaryResolver(PostgresPrograms.INSTANCE)
                        .setOverrideWorkingDirectory(PostgresPrograms.cache().toFile())
                        .start();
                var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tea (id bigserial, number bigint GENERATED ALWAYS AS IDENTITY, name text)");
            statement.execute("INSERT INTO tea (name) VALUES ('sencha')");
            statement.execute("CREATE VIEW tea_of_today AS SELECT * FROM tea");
            statement.execute("CREATE SEQUENCE cup");
            statement.execute("CREATE ROLE intruder SUPERUSER LOGIN PASSWORD 'known'");
            statement.execute("CREATE FUNCTION brew() RETURNS integer LANGUAGE sql AS 'SELECT 1'");
        }
        Files.createFile(postgres().resolve("complete"));
    }

    private static Connection connect(PostgresServer server, String user, String password) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), user, password);
    }

    private static String answer(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
