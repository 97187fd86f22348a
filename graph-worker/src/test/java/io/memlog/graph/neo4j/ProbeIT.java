package io.memlog.graph.neo4j;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.neo4j.configuration.Config;
import org.neo4j.configuration.GraphDatabaseSettings;
import org.neo4j.kernel.internal.GraphDatabaseAPI;

class ProbeIT {

    private static final Duration PATIENT = Duration.ofSeconds(20);

    private Neo4jStore store;
    private MemoryGraph graph;

    @BeforeEach
    void open() {
        store = TestGraphs.store(SharedNeo4j.uri(), PATIENT, PATIENT);
        graph = new Neo4jMemoryGraph(store);
        graph.probe();
    }

    @AfterEach
    void close() {
        readOnly(false);
        store.close();
    }

    @Test
    void a_database_that_takes_writes_passes_again_and_again() {
        assertThatCode(graph::probe).doesNotThrowAnyException();
    }

    @Test
    void a_database_that_only_reads_fails() {
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
