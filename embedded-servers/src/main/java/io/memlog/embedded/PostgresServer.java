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

    private static final Map<String, String> DURABLE =
            Map.of("fsync", "on", "synchronous_commit", "on", "wal_level", "logical");

    private final PostgresCluster cluster;
    private final EmbeddedPostgres postgres;
    private final PostgresAccess access;

    private PostgresServer(PostgresCluster cluster, EmbeddedPostgres postgres, PostgresAccess access) {
        this.cluster = cluster;
        this.postgres = postgres;
        this.access = access;
    }

    /// Stops the server of a killed run on this data, if there is one.
    public static void stopOrphan(Path data) {
        new PostgresCluster(data.toAbsolutePath().normalize()).stopServer();
    }

    /// As [#start(Path, int, Passwords)], with passwords of its own and the superuser as [#user()].
    public static PostgresServer start(Path data, int port) {
        return start(data, port, new PostgresAccess(Passwords.in(data), PostgresAccess.SUPERUSER));
    }

    /// Starts the server and waits until it responds. Existing data in the folder is reused, and a server of a
    /// killed run on it is stopped first. [#user()] owns the database and is no superuser.
    ///
    /// @param data the folder of this server alone
    /// @param port where to listen, 0 for any free port
    /// @throws ServerUnavailableException when the port is in use or the server does not start
    public static PostgresServer start(Path data, int port, Passwords passwords) {
        return start(data, port, new PostgresAccess(passwords, PostgresAccess.APPLICATION));
    }

    private static PostgresServer start(Path data, int port, PostgresAccess access) {
        var cluster = PostgresCluster.prepare(data);
        var reserved = Ports.reserve("PostgreSQL", port);
        try {
            var server = new PostgresServer(cluster, launch(cluster, reserved, access), access);
            server.requireDurability();
            cluster.markComplete();
            return server;
        } catch (IOException | SQLException | RuntimeException e) {
            cluster.stopServer();
            throw new ServerUnavailableException(
                    "PostgreSQL did not start; see its log " + cluster.startLog() + ".", e);
        }
    }

    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port() + "/postgres";
    }

    public String user() {
        return access.user();
    }

    public String password() {
        return access.password();
    }

    public int port() {
        return postgres.getPort();
    }

    /// Closes open connections and stops the server; committed data is kept.
    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cluster.stopServer();
        }
    }

    private static EmbeddedPostgres launch(PostgresCluster cluster, int port, PostgresAccess access)
            throws IOException {
        var log = ProcessBuilder.Redirect.appendTo(cluster.startLog().toFile());
        var builder = EmbeddedPostgres.builder()
                .setDataDirectory(cluster.folder())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPgBinaryResolver(PostgresPrograms.INSTANCE)
                .setOverrideWorkingDirectory(PostgresPrograms.cache().toFile())
                .setDataDirectoryCustomizer(folder -> access.secure(cluster))
                .setConnectConfig("user", access.user())
                .setConnectConfig("password", access.password())
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
        try (var connection = DriverManager.getConnection(jdbcUrl(), user(), password());
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
