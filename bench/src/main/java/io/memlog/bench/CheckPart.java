package io.memlog.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The consistency check of all memories, beside reading the compared versions from the three stores; and rebuilding
/// each projection.
final class CheckPart {

    private static final Duration TIMEOUT = Duration.ofHours(1);

    private final PartContext context;

    CheckPart(PartContext context) {
        this.context = context;
    }

    void run() throws Exception {
        context.say("indexing");
        new Indexing(context, new WorkLogs("check")).fill(context.sizes().indexed());
        try (var repository = TableRepository.connect(context.system());
                var graph = new GraphStore(context.system());
                var vectors = new VectorStore(context.system(), 1)) {
            var memories = repository.countMemories();
            var scenario = "check of " + memories + " memories";
            job(scenario, memories, Map.of("operation", "check"));
            var begin = System.nanoTime();
            repository.readVersions();
            graph.readVersions();
            vectors.readMetadata();
            var read = Outcome.of(memories, PartContext.secondsSince(begin), List.of());
            context.limit(scenario, "reading all versions", read);
            for (var projection : List.of("graph", "vector")) {
                job("rebuild of " + projection, memories, Map.of("operation", "rebuild", "projection", projection));
            }
        }
    }

    private void job(String scenario, long memories, Map<String, String> request) throws Exception {
        context.say(scenario);
        try (var connection = context.system().connect()) {
            var usage = context.system().usage();
            var begin = System.nanoTime();
            var location = connection
                    .post("/sync", request)
                    .require(202)
                    .header("location")
                    .orElseThrow();
            PartContext.await("the job", TIMEOUT, () -> isCompleted(connection, location));
            var seconds = PartContext.secondsSince(begin);
            context.memlog(scenario, Outcome.of(memories, seconds, usage.costs(memories)));
        }
    }

    private static boolean isCompleted(HttpConnection connection, String location) throws IOException {
        var state = connection.get(location).require(200).json().path("state").asString();
        if (state.equals("failed") || state.equals("cancelled")) {
            throw new IOException("the job has " + state);
        }
        return state.equals("completed");
    }
}
