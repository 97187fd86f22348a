package io.memlog.graph.neo4j;

import java.net.URI;
import org.neo4j.harness.Neo4j;
import org.neo4j.harness.Neo4jBuilders;

/// One Neo4j for all tests that do not harm it.
public final class SharedNeo4j {

    private static final Neo4j SERVER = start();

    private SharedNeo4j() {}

    public static URI uri() {
        return SERVER.boltURI();
    }

    static Neo4j server() {
        return SERVER;
    }

    private static Neo4j start() {
        var server = Neo4jBuilders.newInProcessBuilder().withDisabledServer().build();
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }
}
