package io.memlog.embedded;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/// PostgreSQL 18 on the loopback address, as durable as in production: a commit is on disk when it returns.
public final class PostgresServer implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";
    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "wal_level", "logical");

    private final PostgresCluster cluster;
    private final EmbeddedPostgres postgres;

    private PostgresServer(PostgresCluster cluster, EmbeddedPostgres postgres) {
        this.cluster = cluster;
        this.postgres = postgres;
    }

    /// Ends the server that a killed run left behind on this data, if any.
    public static void endLeftover(Path data) {
        new PostgresCluster(data.toAbsolutePath().normalize()).endServer();
    }

    /// Starts the server and waits until it answers. What an earlier run left in the folder is used again,
    /// and a server that it left running is ended first.
    ///
    /// @param data the folder of this server alone
    /// @param port where to listen, 0 for any free port
    /// @throws ServerUnavailableException when the port is in use or the server does not come up
    public static PostgresServer start(Path data, int port) {
        var cluster = PostgresCluster.prepare(data);
        var reserved = Ports.reserve("PostgreSQL", port);
        try {
            var server = new PostgresServer(cluster, launch(cluster, reserved));
            server.requireDurability();
            cluster.markComplete();
            return server;
        } catch (IOException | SQLException | RuntimeException e) {
            cluster.endServer();
            throw new ServerUnavailableException(
                    "PostgreSQL did not start; its last words are in " + cluster.startLog() + ".", e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    public int port() {
        return postgres.getPort();
    }

    /// Ends open connections and stops the server; what was committed stays.
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cluster.endServer();
        }
    }

    private static EmbeddedPostgres launch(PostgresCluster cluster, int port) throws IOException {
        var log = ProcessBuilder.Redirect.appendTo(cluster.startLog().toFile());
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster.folder())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setOverrideWorkingDirectory(UserCache.folder("postgresql").toFile())
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setOutputRedirector(log)
                .setErrorRedirector(log)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("locale-provider", "builtin")
                .setLocaleConfig("builtin-locale", "C.UTF-8");
        PostgresCluster.SETTINGS.forEach(builder::setServerConfig);
        DURABLE.forEach(builder::setServerConfig);
        return builder.start();
    }

    private void requireDurability() throws SQLException {
        try (var connection = DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
                var statement = connection.createStatement()) {
            for (var setting : DURABLE.entrySet()) {
                try (var row = statement.executeQuery("SHOW " + setting.getKey())) {
                    if (!row.next() || !setting.getValue().equals(row.getString(1))) {
                        throw new IllegalStateException("PostgreSQL runs without " + setting);
                    }
                }
            }
        }
    }
}
