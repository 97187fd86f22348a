package io.memlog.graph.neo4j;

import java.net.URI;
import java.time.Duration;
import org.neo4j.configuration.GraphDatabaseInternalSettings;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/// One Neo4j for all tests that do not damage it.
public final class SharedNeo4j {

    private static final Neo4j SERVER = start();

    private SharedNeo4j() {}

    public static URI uri() {
        return SERVER.boltURI();
    }

    static Neo4j server() {
        return SERVER;
    }

    /// A Neo4j for a test that damages it; it stops without a quiet period for further calls.
    static Neo4j another() {
        return Neo4jBuilders.newInProcessBuilder()
                .withDisabledServer()
                .withConfig(GraphDatabaseInternalSettings.netty_server_shutdown_quiet_period, Duration.ofMillis(10))
                .build();
    }

    private static Neo4j start() {
        var server = another();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }
}
