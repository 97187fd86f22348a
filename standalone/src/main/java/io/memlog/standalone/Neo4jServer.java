package io.memlog.standalone;

import io.memlog.embedded.Ports;
import java.nio.file.Path;
import java.time.Duration;
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
final class Neo4jServer implements AutoCloseable {

    private static final long PAGE_CACHE_MIB = 64;

    /// How long a stop waits, twice, for further requests; they would be rejected anyway.
    private static final Duration SHUTDOWN_QUIET_PERIOD = Duration.ofMillis(10);

    private final DatabaseManagementService service;
    private final int port;

    private Neo4jServer(DatabaseManagementService service, int port) {
        this.service = service;
        this.port = port;
    }

    /// Starts a server on new or existing data; without a password, because it listens on the loopback address
    /// only.
    ///
    /// @param port where to listen, 0 for any free port
    static Neo4jServer start(Path data, int port) {
        var chosen = port == 0 ? Ports.free() : Ports.reserve("Neo4j", port);
        var address = new SocketAddress("127.0.0.1", chosen);
        var service = new DatabaseManagementServiceBuilder(data)
                .setConfig(BoltConnector.enabled, true)
                .setConfig(BoltConnector.listen_address, address)
                .setConfig(BoltConnector.advertised_address, address)
                .setConfig(HttpConnector.enabled, false)
                .setConfig(GraphDatabaseSettings.auth_enabled, false)
                .setConfig(GraphDatabaseSettings.pagecache_memory, ByteUnit.mebiBytes(PAGE_CACHE_MIB))
                .setConfig(GraphDatabaseSettings.keep_logical_logs, "1 files")
                .setConfig(GraphDatabaseSettings.check_point_interval_time, Duration.ofMinutes(1))
                .setConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, SHUTDOWN_QUIET_PERIOD)
                .build();
        return new Neo4jServer(service, chosen);
    }

    String uri() {
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
