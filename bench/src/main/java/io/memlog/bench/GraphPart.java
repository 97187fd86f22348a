package io.memlog.bench;

import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// From events to nodes and relations in Neo4j, beside bare statements that write the same ones.
final class GraphPart implements Part {

    private static final int WRITTEN_PER_SECOND = 200;
    private static final int BATCH = 100;

    /// The graph is much faster than the embedding, after which the size is named.
    private static final int FACTOR = 5;

    private static final WorkLogs LOGS = new WorkLogs("graph");

    @Override
    public String name() {
        return "graph";
    }

    @Override
    public Set<Application> applications() {
        return EnumSet.of(Application.API_SERVICE, Application.GRAPH_WORKER);
    }

    @Override
    public Duration expected(Sizes sizes) {
        return Duration.ofSeconds(3L * FACTOR * sizes.indexed() / WRITTEN_PER_SECOND + 5);
    }

    @Override
    public void run(PartContext context) throws Exception {
        var memories = FACTOR * context.sizes().indexed();
        var scenario = "writing " + memories + " memories to Neo4j";
        var indexing = new Indexing(context, LOGS);
        context.progress().accept("  warming up");
        indexing.index(memories, "graph");
        context.progress().accept("  " + scenario);
        try (var usage = context.system().usage()) {
            var seconds = indexing.index(memories, "graph");
            context.report(scenario, Measurement.MEMLOG, false, memories, seconds, null, null, usage.costs(memories));
        }
        context.progress().accept("  bare statements");
        try (var store = new GraphStore(context.system())) {
            context.report(
                    scenario,
                    "bare statements for " + BATCH,
                    true,
                    memories,
                    store.copy(memories, BATCH),
                    null,
                    null,
                    List.of());
        }
    }
}
