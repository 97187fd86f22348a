package io.memlog.bench;

import io.memlog.bench.load.WorkLogs;
import io.memlog.bench.report.Measurement;
import io.memlog.bench.system.Application;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// From events to vectors in Chroma, beside the bare model on the same texts in a JVM with the same options.
final class EmbeddingPart implements Part {

    private static final int EMBEDDED_PER_SECOND = 40;
    private static final int WARM_UP = 100;

    /// Without conversations, whose memories are embedded with the end of the one before.
    static final WorkLogs LOGS = new WorkLogs("embedding", false);

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public Set<Application> applications() {
        return EnumSet.of(Application.API_SERVICE, Application.EMBEDDING_WORKER);
    }

    @Override
    public Duration expected(Sizes sizes) {
        return Duration.ofSeconds(2L * (sizes.indexed() + WARM_UP) / EMBEDDED_PER_SECOND + 5);
    }

    @Override
    public void run(PartContext context) throws Exception {
        var memories = context.sizes().indexed();
        var scenario = "embedding " + memories + " memories";
        var indexing = new Indexing(context, LOGS);
        context.progress().accept("  warming up");
        indexing.index(WARM_UP, "vector");
        context.progress().accept("  " + scenario);
        try (var usage = context.system().usage()) {
            var seconds = indexing.index(memories, "vector");
            context.report(scenario, Measurement.MEMLOG, false, memories, seconds, null, null, usage.costs(memories));
        }
        context.progress().accept("  the bare model");
        var seconds = Double.parseDouble(context.system()
                .run("bare model", BareModel.class, Integer.toString(WARM_UP), Integer.toString(memories)));
        context.report(scenario, "the bare model", true, memories, seconds, null, null, List.of());
    }
}
