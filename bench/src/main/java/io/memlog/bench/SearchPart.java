package io.memlog.bench;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Searches of each mode, beside the bare calls of the stores: one query of Chroma, and one full-text query of Neo4j.
final class SearchPart {

    private static final int CLIENTS = 8;
    private static final int LIMIT = 10;
    private static final int WARM_UP = 100;
    private static final WorkLogs LOGS = new WorkLogs("search");

    private final PartContext context;

    SearchPart(PartContext context) {
        this.context = context;
    }

    void run() throws Exception {
        var indexing = new Indexing(context, LOGS);
        try (var graph = new GraphStore(context.system());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var memories : context.sizes().searchable()) {
                context.say("indexing until there are " + memories + " memories");
                indexing.fill(memories);
                try (var vectors = new VectorStore(context.system(), CLIENTS)) {
                    search(memories, graph, vectors, threads);
                }
            }
        }
    }

    private void search(int memories, GraphStore graph, VectorStore vectors, ExecutorService threads)
            throws InterruptedException {
        Load.Operation chroma = (worker, index, _) -> vectors.query(worker, index, LIMIT);
        Load.Operation text = (_, index, _) -> graph.searchText(GraphStore.MEMORIES, WorkLogs.query(index), LIMIT);
        Load.Operation entities = (_, index, _) -> graph.searchText(GraphStore.ENTITIES, WorkLogs.query(index), LIMIT);
        // At the same time, as Memlog asks them.
        Load.Operation both = (worker, index, _) -> {
            var nearest = threads.submit(() -> {
                chroma.run(worker, index, 1);
                return true;
            });
            try {
                text.run(worker, index, 1);
            } finally {
                nearest.get();
            }
        };
        search("vector", memories, "one Chroma query", chroma);
        search("text", memories, "one Neo4j full-text query", text);
        search("graph", memories, "one Neo4j query of entity names", entities);
        search("hybrid", memories, "a Chroma and a full-text query", both);
    }

    private void search(String mode, int memories, String subject, Load.Operation bare) throws InterruptedException {
        var scenario = mode + ", " + memories + " memories";
        context.say(scenario);
        try (var clients = context.clients(CLIENTS)) {
            Load.Operation search = (worker, index, _) -> search(clients.of(worker), mode, WorkLogs.query(index));
            warmUp(search);
            var usage = context.system().usage();
            context.memlog(scenario, context.outcome(load(search), 1, usage));
        }
        warmUp(bare);
        context.limit(scenario, subject, context.outcome(load(bare), 1, null));
    }

    private void warmUp(Load.Operation operation) throws InterruptedException {
        var sizes = context.sizes();
        new Load(CLIENTS).atRate(sizes.searchRate() * 2, Math.min(sizes.searches(), WARM_UP), 1, operation);
    }

    private Load.Result load(Load.Operation operation) throws InterruptedException {
        return new Load(CLIENTS)
                .atRate(context.sizes().searchRate(), context.sizes().searches(), 1, operation);
    }

    private static void search(HttpConnection connection, String mode, String query) throws IOException {
        var search = Map.of(
                "query", query,
                "user_id", WorkLogs.USER,
                "project_id", LOGS.project(),
                "mode", mode,
                "limit", LIMIT);
        var degraded =
                connection.post("/memory-logs/search", search).require(200).header("memlog-degraded");
        if (degraded.isPresent()) {
            throw new IOException("a retriever was unavailable: " + degraded.get());
        }
    }
}
