package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;

/// From events to vectors in Chroma, beside the bare model on the same texts in a JVM with the same options; and the
/// time that embedding-worker spends in writing to Chroma meanwhile, beside bare upserts of the same records.
final class EmbeddingPart {

    private static final int WARM_UP = 100;
    private static final int BATCH = 100;

    /// Without conversations, whose memories are embedded with the end of the one before.
    static final WorkLogs LOGS = new WorkLogs("embedding", false);

    private EmbeddingPart() {}

    static void run(PartContext context) throws Exception {
        var memories = context.sizes().indexed();
        var indexing = new Indexing(context, LOGS);
        context.say("warming up");
        indexing.index(WARM_UP, "vector");

        var embedding = "embedding " + memories + " memories";
        context.say(embedding);
        var writtenBefore = writeSeconds(context.system());
        var usage = context.system().usage();
        var seconds = indexing.index(memories, "vector");
        context.memlog(embedding, Outcome.of(memories, seconds, usage.costs(memories)));
        var written = writeSeconds(context.system()) - writtenBefore;
        context.say("the bare model");
        var bare = context.system()
                .run("bare model", BareModel.class, Integer.toString(WARM_UP), Integer.toString(memories));
        context.limit(embedding, "the bare model", Outcome.of(memories, Double.parseDouble(bare), List.of()));

        var writing = "writing " + memories + " memories to Chroma";
        context.say(writing);
        context.memlog(writing, Outcome.of(memories, written, List.of()));
        try (var store = new VectorStore(context.system(), 1)) {
            var copied = Outcome.of(memories, store.copy(memories, BATCH), List.of());
            context.limit(writing, "bare upserts of " + BATCH, copied);
        }
    }

    private static double writeSeconds(MemlogSystem system) throws IOException {
        try (var connection = new HttpConnection(system.port(Application.EMBEDDING_WORKER))) {
            connection.authorize(system.passwords().of("workers.api-service"));
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
