package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

    @TempDir
    Path data;

    @Test
    void what_was_committed_is_there_after_a_restart_on_the_same_port() throws Exception {
        int port;
        try (var server = PostgresServer.start(data, 0)) {
            port = server.port();
            query(server, "create table tea (name text)");
            query(server, "insert into tea values ('sencha')");
        }

        try (var server = PostgresServer.start(data, port)) {
            var tea = answer(server, "select name from tea");

            assertThat(tea).isEqualTo("sencha");
            assertThat(server.jdbcUrl()).contains(":" + port + "/");
        }
    }

    @Test
    void a_commit_is_on_disk_when_it_returns() throws Exception {
        try (var server = PostgresServer.start(data, 0)) {
            assertThat(answer(server, "show fsync")).isEqualTo("on");
            assertThat(answer(server, "show synchronous_commit")).isEqualTo("on");
            assertThat(answer(server, "show wal_level")).isEqualTo("logical");
            assertThat(answer(server, "show listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void a_port_in_use_is_said_in_a_sentence() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> PostgresServer.start(data, other.getLocalPort()))
                    .isInstanceOf(ServerUnavailableException.class)
                    .hasMessageContaining("Port " + other.getLocalPort() + " for PostgreSQL is in use");
        }
    }

    @Test
    void an_incomplete_cluster_is_moved_aside_and_another_one_is_created() throws Exception {
        Files.createDirectories(data.resolve("cluster"));
        Files.writeString(data.resolve("cluster/postgresql.conf"), "half a file");

        try (var server = PostgresServer.start(data, 0);
                var files = Files.list(data)) {
            assertThat(answer(server, "select 1")).isEqualTo("1");
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("cluster.broken-")))
                    .singleElement()
                    .satisfies(broken ->
                            assertThat(broken.resolve("postgresql.conf")).hasContent("half a file"));
        }
    }

    private static void query(PostgresServer server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String answer(PostgresServer server, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
                var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
