package io.memlog.standalone;

import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.connectors.HttpConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;
import org.neo4j.io.ByteUnit;

/// Neo4j Community in this JVM. It is in this module, apart from the other embedded servers, to keep its
/// licence, GPLv3, out of all other modules.
public final class Neo4jServer implements AutoCloseable {

    private static final long PAGE_CACHE_MIB = 64;

    /// How long a stop waits, twice, for further requests; they would be rejected anyway.
    private static final Duration SHUTDOWN_QUIET_PERIOD = Duration.ofMillis(10);

    private final DatabaseManagementService service;
    private final int port;

    private Neo4jServer(DatabaseManagementService service, int port) {
        this.service = service;
        this.port = port;
    }

    /// Starts a server on new or existing data, which asks for the password of the user `neo4j`.
    ///
    /// @param port where to listen, 0 for any free port
    public static Neo4jServer start(Path data, int port, Passwords passwords) {
        var chosen = port == 0 ? Ports.free() : Ports.reserve("Neo4j", port);
        setPassword(data, passwords.of("neo4j.neo4j"));
        var address = new SocketAddress("127.0.0.1", chosen);
        var service = builder(data)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .build();
        return new Neo4jServer(service, chosen);
    }

    /// Sets the password while nothing listens, because until then it is a known one. Once it is set, a file beside
    /// the databases says so.
    private static void setPassword(Path data, String password) {
        var mark = data.resolve("data").resolve("password-digest");
        var digest = digest(password);
        try {
            if (Files.exists(mark) && Files.readString(mark).equals(digest)) {
                return;
            }
            var service = builder(data).setConfig(BoltConnector.enabled, false).build();
            try {
                service.database(GraphDatabaseSettings.SYSTEM_DATABASE_NAME)
                        .executeTransactionally(
                                "ALTER USER neo4j SET PASSWORD $password CHANGE NOT REQUIRED",
                                Map.of("password", password));
            } finally {
                service.shutdown();
            }
            Files.writeString(mark, digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String password) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Failed logins do not lock the user out, because anyone on this machine could cause them; a random password
    /// cannot be guessed.
    private static DatabaseManagementServiceBuilder builder(Path data) {
        return new DatabaseManagementServiceBuilder(data)
                .setConfig(HttpConnector.enabled, false)
                .setConfig(GraphDatabaseSettings.auth_enabled, true)
                .setConfig(GraphDatabaseSettings.auth_max_failed_attempts, 0)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(PAGE_CACHE_MIB))
                .setConfig(GraphDatabaseSettings.keep_logical_logs, "1 files")
                .setConfig(GraphDatabaseSettings.check_point_interval_time, Duration.ofMinutes(1))
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, SHUTDOWN_QUIET_PERIOD);
    }

    public String uri() {
        return "bolt://127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    @Override
    public void close() {
        service.shutdown();
    }
}
