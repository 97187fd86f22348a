package io.memlog.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

class ProbeIT {

    private Neo4jStore store;
    private Neo4jMemoryGraph graph;

    @BeforeEach
    void open() {
        store = TestGraphs.store(SharedNeo4j.uri(), TestGraphs.TIMEOUT);
        graph = TestGraphs.on(store);
        graph.probe();
    }

    @AfterEach
    void close() {
        readOnly(false);
        store.close();
    }

    @Test
    void a_database_that_accepts_writes_passes_repeatedly() {
        assertThatCode(graph::probe).doesNotThrowAnyException();
    }

    @Test
    void a_read_only_database_fails() {
        readOnly(true);

        graph.read(Set.of());
        assertThatThrownBy(graph::probe).isInstanceOf(IndexUnavailableException.class);

        readOnly(false);
        assertThatCode(graph::probe).doesNotThrowAnyException();
    }

    private static void readOnly(boolean on) {
        var config = ((GraphDatabaseAPI) SharedNeo4j.server().defaultDatabaseService())
                .getDependencyResolver()
                .resolveDependency(Config.class);
        config.setDynamic(
                GraphDatabaseSettings.read_only_databases, on ? Set.of("neo4j") : Set.of(), ProbeIT.class.getName());
    }
}
