package io.memlog.api.operations.status;

import io.memlog.api.memory.workers.WorkerUnavailableException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What came of looking at a part.
sealed interface ProbeResult<T> {

    record Seen<T>(T value) implements ProbeResult<T> {}

    /// @param reason why, for people
    record Failed<T>(String reason) implements ProbeResult<T> {}

    /// Waits for a look, no longer than until the deadline.
    ///
    /// @param deadline in the time of `System.nanoTime`
    static <T> ProbeResult<T> await(CompletableFuture<T> underWay, long deadline) throws InterruptedException {
        try {
            return new Seen<>(underWay.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return new Failed<>("does not answer in time");
        } catch (ExecutionException e) {
            return new Failed<>(
                    e.getCause() instanceof WorkerUnavailableException worker ? reason(worker) : "cannot be reached");
        }
    }

    private static String reason(WorkerUnavailableException worker) {
        return switch (worker.reason()) {
            case "timeout" -> "does not answer in time";
            case "down" -> "cannot be reached";
            default -> "answers with an error";
        };
    }
}
