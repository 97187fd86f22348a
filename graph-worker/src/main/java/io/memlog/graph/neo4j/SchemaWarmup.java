package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.retry.StopSignal;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedQuery;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Creates the schema as soon as Neo4j is available, and runs every kind of query once: Neo4j plans a statement when it
/// runs first, which takes longer than a search may.
final class SchemaWarmup {

    private static final Logger LOG = LoggerFactory.getLogger(SchemaWarmup.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);

    private static final IndexQuery QUERY =
            new IndexQuery("AnyThing", "warm-up-user", "warm-up-project", 1, 0, IndexFilters.NONE);
    private static final RelatedQuery RELATED =
            new RelatedQuery(new MemoryId(1), "warm-up-user", "warm-up-project", 1, 1);

    private final Neo4jMemoryGraph graph;
    private final StopSignal stop = new StopSignal();

    SchemaWarmup(Neo4jMemoryGraph graph) {
        this.graph = graph;
    }

    void start() {
        Thread.ofVirtual().name("schema-warmup").start(this::run);
    }

    void stop() {
        stop.request();
    }

    private void run() {
        try {
            var ready = isReady();
            while (!ready && !stop.pause(RETRY_INTERVAL)) {
                ready = isReady();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isReady() {
        try {
            graph.probe();
            graph.byText(QUERY);
            graph.byEntities(QUERY);
            graph.related(RELATED);
            LOG.info("Neo4j is ready");
            return true;
        } catch (IndexUnavailableException e) {
            LOG.debug("Neo4j is not available yet", e);
            return false;
        }
    }
}
