package io.memlog.bench;

import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeoutException;

/// Stores memories of one project by batches, and waits until the workers have indexed them.
final class Indexing {

    private static final int BATCH = 500;
    private static final Duration TIMEOUT = Duration.ofHours(2);
    private static final Duration POLL = Duration.ofMillis(100);

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
        try (var repository = TableRepository.connect(context.system())) {
            PartContext.await("indexing", TIMEOUT, repository::areAllIndexed);
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

    /// Stores memories and measures until a projection has reported all of them as stored.
    ///
    /// @param projection `vector` or `graph`
    /// @return seconds
    double index(int memories, String projection) throws Exception {
        Set<Long> indexed = new HashSet<>();
        try (var progress = new EventTopic(context.system(), Topic.PROGRESS).consumerAtEnd()) {
            var begin = System.nanoTime();
            store(memories);
            while (indexed.size() < memories) {
                for (var record : progress.poll(POLL)) {
                    if (EventTopic.header(record, CloudEventHeaders.TYPE).equals(projection + ".stored")) {
                        indexed.add(EventTopic.key(record));
                    }
                }
                if (System.nanoTime() - begin > TIMEOUT.toNanos()) {
                    throw new TimeoutException(indexed.size() + " of " + memories + " memories were indexed within "
                            + TIMEOUT.toMinutes() + " minutes");
                }
            }
            return PartContext.secondsSince(begin);
        }
    }
}
