package io.memlog.eventstore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/// Runs the same work on several threads at once.
public final class Writers {

    private Writers() {}

    /// Runs the work on as many threads, each with its number, and fails when one of them fails.
    public static void run(int count, IntConsumer work) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int number = 0; number < count; number++) {
                var writer = number;
                running.add(threads.submit(() -> work.accept(writer)));
            }
            for (var each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
