package io.memlog.bench;

import java.util.List;

/// From events to nodes and relations in Neo4j, beside bare statements that write the same ones.
final class GraphPart {

    private static final int WARM_UP = 500;
    private static final int BATCH = 100;

    /// The graph is much faster than the embedding, after which the size is named.
    private static final int FACTOR = 5;

    private GraphPart() {}

    static void run(PartContext context) throws Exception {
        var memories = FACTOR * context.sizes().indexed();
        var scenario = "writing " + memories + " memories to Neo4j";
        var indexing = new Indexing(context, new WorkLogs("graph"));
        context.say("warming up");
        indexing.index(WARM_UP, "graph");
        context.say(scenario);
        var usage = context.system().usage();
        var seconds = indexing.index(memories, "graph");
        context.memlog(scenario, Outcome.of(memories, seconds, usage.costs(memories)));
        context.say("bare statements");
        try (var store = new GraphStore(context.system())) {
            var copied = Outcome.of(memories, store.copy(memories, BATCH), List.of());
            context.limit(scenario, "bare statements for " + BATCH, copied);
        }
    }
}
