package io.memlog.bench;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.WorkLogs;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/// Stores memories of one project by batches, and waits until the workers have indexed them.
final class Indexing {

    private static final int BATCH = 500;
    private static final Duration TIMEOUT = Duration.ofHours(2);

    private final PartContext context;
    private final WorkLogs logs;
    private int stored;

    Indexing(PartContext context, WorkLogs logs) {
        this.context = context;
        this.logs = logs;
    }

    /// Stores what is missing to so many memories, and waits until all projections hold them.
    void fill(int memories) throws Exception {
        store(memories - stored);
        try (var connection = context.system().connect()) {
            PartContext.await("indexing", TIMEOUT, () -> pending(connection) == 0);
        }
    }

    /// Stores some more, and does not wait.
    void store(int memories) throws IOException {
        try (var connection = context.system().connect()) {
            for (var end = stored + memories; stored < end; ) {
                var size = Math.min(BATCH, end - stored);
                connection.post("/memory-logs/batch", logs.batch(stored, size)).require(207);
                stored += size;
            }
        }
    }

    /// How many memories are not in every projection yet.
    private int pending(HttpConnection connection) throws IOException {
        var search = Map.of(
                "query", "x", "user_id", WorkLogs.USER, "project_id", logs.project(), "mode", "text", "limit", 1);
        var response = connection.post("/memory-logs/search", search);
        return response.status() == 200
                ? response.header("memlog-pending").map(Integer::parseInt).orElse(0)
                : Integer.MAX_VALUE;
    }

    /// Stores memories and measures until a projection has stored them, on the topic of its results.
    ///
    /// @return seconds
    double index(int memories, String projection) throws Exception {
        try (var results = new ProjectionResults(context.system(), projection)) {
            var begin = System.nanoTime();
            store(memories);
            results.await(memories, TIMEOUT);
            return PartContext.secondsSince(begin);
        }
    }
}
