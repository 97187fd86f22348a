package io.memlog.consumer.processing;

import java.time.Duration;
import java.util.List;

/// Tasks that failed together.
///
/// @param took how long the attempt took
record FailedTasks<P>(List<MemoryTask<P>> tasks, Throwable cause, Duration took) {

    FailedTasks {
        tasks = List.copyOf(tasks);
    }
}
