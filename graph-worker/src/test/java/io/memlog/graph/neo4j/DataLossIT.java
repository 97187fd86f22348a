package io.memlog.graph.neo4j;

import static io.memlog.consumer.contract.Memories.memory;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.contract.Memories;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.neo4j.harness.Neo4j;

class DataLossIT {

    @Test
    void a_new_or_emptied_database_gets_its_schema_before_it_accepts_writes_or_searches() {
        try (var server = SharedNeo4j.another()) {
            var tenant = Memories.someTenant();
            var tenantGraph = new TenantGraph(TestGraphs.on(server.boltURI()), tenant);
            tenantGraph.store(memory(tenant, "first", "{}"));

            loseEverything(server);

            var again = memory(tenant, "second", "{}");
            tenantGraph.store(again);
            assertThat(tenantGraph.byText("second")).containsExactly(again.id());
            assertThat(constraints(server)).isEqualTo(3);

            loseEverything(server);

            assertThatThrownBy(() -> tenantGraph.byText("second")).isInstanceOf(IndexUnavailableException.class);
            awaitNoHits(tenantGraph, "second");
        }
    }

    @Test
    void concurrent_workers_create_the_schema_without_failures() throws Exception {
        try (var server = SharedNeo4j.another();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var round = 0; round < 5; round++) {
                loseEverything(server);
                List<Future<?>> workers = new ArrayList<>();
                for (var worker = 0; worker < 4; worker++) {
                    var graph = TestGraphs.store(server.boltURI(), TestGraphs.TIMEOUT);
                    workers.add(threads.submit(graph::probe));
                }
                for (var worker : workers) {
                    worker.get();
                }
                assertThat(constraints(server)).isEqualTo(3);
            }
        }
    }

    @Test
    void a_slow_statement_ends_at_the_timeout() {
        var graph = TestGraphs.store(SharedNeo4j.uri(), TestGraphs.TIMEOUT);
        graph.probe();
        var hasty = TestGraphs.store(SharedNeo4j.uri(), Duration.ofMillis(800));
        var started = System.nanoTime();

        assertThatThrownBy(() -> hasty.search(transaction -> transaction
                        .run("UNWIND range(1, 1000000000) AS i WITH i WHERE i % 7 = 9 RETURN count(i)")
                        .consume()))
                .isInstanceOf(IndexUnavailableException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(3));
        graph.close();
        hasty.close();
    }

    private static void awaitNoHits(TenantGraph tenantGraph, String query) {
        await().atMost(Duration.ofSeconds(30))
                .ignoreException(IndexUnavailableException.class)
                .untilAsserted(() -> assertThat(tenantGraph.byText(query)).isEmpty());
    }

    private static void loseEverything(Neo4j server) {
        var database = server.defaultDatabaseService();
        database.executeTransactionally("MATCH (n) DETACH DELETE n");
        try (var transaction = database.beginTx()) {
            transaction.schema().getConstraints().forEach(constraint -> constraint.drop());
            transaction.commit();
        }
        try (var transaction = database.beginTx()) {
            transaction.schema().getIndexes().forEach(index -> {
                if (index.getName().startsWith("memlog")) {
                    index.drop();
                }
            });
            transaction.commit();
        }
    }

    private static long constraints(Neo4j server) {
        try (var transaction = server.defaultDatabaseService().beginTx()) {
            var count = 0;
            for (var _ : transaction.schema().getConstraints()) {
                count++;
            }
            return count;
        }
    }
}
