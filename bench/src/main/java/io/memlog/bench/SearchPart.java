package io.memlog.bench;

import io.memlog.bench.load.Load;
import io.memlog.bench.load.Operation;
import io.memlog.bench.load.Ticker;
import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Searches of each mode, beside the bare calls of the stores: one query of Chroma, and one full-text query of Neo4j.
final class SearchPart implements Part {

    private static final int RATE = 20;
    private static final int CLIENTS = 8;
    private static final int LIMIT = 10;
    private static final int WARM_UP = 100;

    /// What the workers index in a second, for the expected duration.
    private static final int INDEXED_PER_SECOND = 40;

    private static final WorkLogs LOGS = new WorkLogs("search");

    @Override
    public String name() {
        return "search";
    }

    @Override
    public Set<Application> applications() {
        return EnumSet.allOf(Application.class);
    }

    @Override
    public Duration expected(Sizes sizes) {
        var kinds = 8L;
        return Duration.ofSeconds(sizes.searchable().getLast() / INDEXED_PER_SECOND
                + kinds * (sizes.searches() / RATE + 1) * sizes.searchable().size());
    }

    @Override
    public void run(PartContext context) throws Exception {
        var indexing = new Indexing(context, LOGS);
        try (var graph = new GraphStore(context.system())) {
            for (var memories : context.sizes().searchable()) {
                context.progress().accept("  indexing until there are " + memories + " memories");
                indexing.fill(memories);
                var vectors = VectorStore.ofLargestCollection(context.system());
                Operation chroma = (worker, index) -> vectors.query(worker, index, LIMIT);
                Operation text = (_, index) -> graph.searchText(GraphStore.MEMORIES, WorkLogs.query(index), LIMIT);
                Operation entities = (_, index) -> graph.searchText(GraphStore.ENTITIES, WorkLogs.query(index), LIMIT);
                Operation both = (worker, index) -> {
                    chroma.run(worker, index);
                    text.run(worker, index);
                };
                try (vectors) {
                    vectors.open(CLIENTS);
                    search(context, "vector", memories, "one Chroma query", chroma);
                    search(context, "text", memories, "one Neo4j full-text query", text);
                    search(context, "graph", memories, "one Neo4j query of entity names", entities);
                    search(context, "hybrid", memories, "a Chroma and a full-text query", both);
                }
            }
        }
    }

    private static void search(PartContext context, String mode, int memories, String subject, Operation bare)
            throws InterruptedException {
        var scenario = mode + ", " + memories + " memories";
        context.progress().accept("  " + scenario);
        var searches = context.sizes().searches();
        try (var clients = context.clients(CLIENTS)) {
            Operation search = (worker, index) -> {
                var body = Map.of(
                        "query",
                        WorkLogs.query(index),
                        "user_id",
                        WorkLogs.USER,
                        "project_id",
                        LOGS.project(),
                        "mode",
                        mode,
                        "limit",
                        LIMIT);
                var response =
                        clients.of(worker).post("/memory-logs/search", body).require(200);
                if (response.header("memlog-degraded").isPresent()) {
                    throw new IOException("a retriever was unavailable: "
                            + response.header("memlog-degraded").orElse(""));
                }
            };
            var load = new Load(Ticker.SYSTEM, CLIENTS);
            load.atRate(RATE * 2, Math.min(searches, WARM_UP), search);
            try (var usage = context.system().usage()) {
                var result = load.atRate(RATE, searches, search);
                context.report(scenario, Measurement.MEMLOG, false, result, 1, usage.costs(result.succeeded()));
            }
            load.atRate(RATE * 2, Math.min(searches, WARM_UP), bare);
            context.report(scenario, subject, true, load.atRate(RATE, searches, bare), 1, List.of());
        }
    }
}
