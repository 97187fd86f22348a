package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The time that embedding-worker spends in writing to Chroma, beside bare upserts of the same records.
final class VectorPart implements Part {

    private static final int INDEXED_PER_SECOND = 40;
    private static final int BATCH = 100;

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Set<Application> applications() {
        return EnumSet.of(Application.API_SERVICE, Application.EMBEDDING_WORKER);
    }

    @Override
    public Duration expected(Sizes sizes) {
        return Duration.ofSeconds(sizes.indexed() / INDEXED_PER_SECOND + 10);
    }

    @Override
    public void run(PartContext context) throws Exception {
        var memories = context.sizes().indexed();
        var scenario = "writing " + memories + " memories to Chroma";
        context.progress().accept("  " + scenario);
        var indexing = new Indexing(context, new WorkLogs("vector"));
        indexing.index(Math.min(memories, BATCH), "vector");
        var before = writeSeconds(context);
        indexing.index(memories, "vector");
        var seconds = writeSeconds(context) - before;
        context.report(scenario, Measurement.MEMLOG, false, memories, seconds, null, null, List.of());
        try (var store = VectorStore.ofLargestCollection(context.system())) {
            store.open(1);
            context.report(
                    scenario,
                    "bare upserts of " + BATCH,
                    true,
                    memories,
                    store.copy(memories, BATCH),
                    null,
                    null,
                    List.of());
        }
    }

    private static double writeSeconds(PartContext context) throws IOException {
        try (var connection = new HttpConnection(context.system().port(Application.EMBEDDING_WORKER))) {
            connection.authorize(context.system().passwords().of("workers.api-service"));
            var metrics = new String(
                    connection.get("/actuator/prometheus").require(200).body(), UTF_8);
            return metrics.lines()
                    .filter(line -> line.startsWith("memlog_vector_write_duration_seconds_sum")
                            && line.contains("operation=\"store\""))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }
}
