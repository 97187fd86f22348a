package io.memlog.graph.neo4j;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexFilters;
import io.memlog.schemas.search.IndexQuery;
import io.memlog.schemas.search.RelatedQuery;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Sets the database up as soon as it answers and asks every kind of question once, so that Neo4j has
/// planned them before anybody waits for an answer.
final class SchemaWarmup implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SchemaWarmup.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final IndexQuery QUERY = new IndexQuery("AnyThing", "nobody", "nothing", 1, 0, IndexFilters.NONE);
    private static final RelatedQuery RELATED = new RelatedQuery(new MemoryId(1), "nobody", "nothing", 1, 1);

    private final MemoryGraph graph;
    private volatile @Nullable Thread thread;

    SchemaWarmup(MemoryGraph graph) {
        this.graph = graph;
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("ready-at-start").start(this::untilReady);
    }

    @Override
    public void stop() {
        var running = thread;
        if (running != null) {
            running.interrupt();
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void untilReady() {
        try {
            while (!isReady()) {
                Thread.sleep(PAUSE);
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
            log.info("Neo4j is ready");
            return true;
        } catch (IndexUnavailableException e) {
            log.debug("Neo4j is not there yet", e);
            return false;
        }
    }
}
