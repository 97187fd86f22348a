package io.memlog.bench;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The consistency check of all memories, beside reading the compared versions from the three stores; and rebuilding
/// each projection.
final class CheckPart implements Part {

    private static final int INDEXED_PER_SECOND = 40;
    private static final Duration TIMEOUT = Duration.ofHours(1);

    @Override
    public String name() {
        return "check";
    }

    @Override
    public Set<Application> applications() {
        return EnumSet.allOf(Application.class);
    }

    @Override
    public Duration expected(Sizes sizes) {
        return Duration.ofSeconds(2L * sizes.indexed() / INDEXED_PER_SECOND + 30);
    }

    @Override
    public void run(PartContext context) throws Exception {
        context.progress().accept("  indexing");
        new Indexing(context, new WorkLogs("check")).fill(context.sizes().indexed());
        try (var repository = TableRepository.connect(context.system());
                var graph = new GraphStore(context.system());
                var vectors = VectorStore.ofLargestCollection(context.system())) {
            var memories = repository.countMemories();
            context.progress().accept("  checking " + memories + " memories");
            job(context, "check of " + memories + " memories", memories, Map.of("operation", "check"));
            vectors.open(1);
            var begin = System.nanoTime();
            repository.scanVersions();
            graph.scan();
            vectors.scan();
            context.report(
                    "check of " + memories + " memories",
                    "reading all versions",
                    true,
                    memories,
                    PartContext.secondsSince(begin),
                    null,
                    null,
                    List.of());
            for (var projection : List.of("graph", "vector")) {
                context.progress().accept("  rebuilding " + projection);
                job(
                        context,
                        "rebuild of " + projection,
                        memories,
                        Map.of("operation", "rebuild", "projection", projection));
            }
        }
    }

    private static void job(PartContext context, String scenario, long memories, Map<String, String> request)
            throws Exception {
        try (var connection = context.system().connect();
                var usage = context.system().usage()) {
            var begin = System.nanoTime();
            var location = connection
                    .post("/sync", request)
                    .require(202)
                    .header("location")
                    .orElseThrow();
            PartContext.await("the job", TIMEOUT, () -> isFinished(connection, location));
            context.report(
                    scenario,
                    Measurement.MEMLOG,
                    false,
                    memories,
                    PartContext.secondsSince(begin),
                    null,
                    null,
                    usage.costs(memories));
        }
    }

    private static boolean isFinished(HttpConnection connection, String location) throws IOException {
        var state = connection.get(location).require(200).json().path("state").asString();
        if (state.equals("failed") || state.equals("cancelled")) {
            throw new IOException("the job has " + state);
        }
        return state.equals("completed");
    }
}
