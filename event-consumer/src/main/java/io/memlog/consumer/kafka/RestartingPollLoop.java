package io.memlog.consumer.kafka;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.Backoff;
import io.memlog.consumer.processing.BatchWorker;
import io.memlog.consumer.publishing.KafkaResultPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps following until it is stopped: whatever breaks, it starts again from the last commit.
final class RestartingPollLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RestartingPollLoop.class);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final BatchWorker worker;
    private final KafkaResultPublisher reports;
    private final List<String> topics;
    private final ConsumerProperties settings;
    private final ConsumerState state;
    private final Backoff backoff;
    private final Clock clock;
    private final CountDownLatch stop = new CountDownLatch(1);

    RestartingPollLoop(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            BatchWorker worker,
            KafkaResultPublisher reports,
            List<String> topics,
            ConsumerProperties settings,
            ConsumerState state,
            Backoff backoff,
            Clock clock) {
        this.name = name;
        this.consumers = consumers;
        this.worker = worker;
        this.reports = reports;
        this.topics = topics;
        this.settings = settings;
        this.state = state;
        this.backoff = backoff;
        this.clock = clock;
    }

    void stop() {
        stop.countDown();
    }

    @Override
    public void run() {
        var workerThread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name(name + "-worker").factory());
        try {
            while (isWanted(Duration.ZERO)) {
                try {
                    follow(workerThread);
                } catch (RuntimeException | Error e) {
                    log.error("{} broke off and starts again", name, e);
                    state.paused(PauseCause.KAFKA, "following the log broke off: " + e.getMessage());
                    isWanted(backoff.next());
                }
            }
        } finally {
            state.ended();
            workerThread.execute(reports::close);
            workerThread.shutdown();
        }
    }

    private void follow(ExecutorService workerThread) {
        try (var consumer = new Closing(consumers.get())) {
            var lag = new LagMonitor(consumer.open(), settings.lagInterval(), state, clock);
            new PollingConsumer(consumer.open(), worker, workerThread, settings, lag, this::joined)
                    .follow(topics, () -> !isWanted(Duration.ZERO));
        }
    }

    private void joined() {
        backoff.reset();
        state.resumed();
    }

    /// Whether nobody asks to stop within this time.
    private boolean isWanted(Duration wait) {
        try {
            return !stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Leaves the group within a bounded time.
    private record Closing(Consumer<byte[], byte[]> open) implements AutoCloseable {

        @Override
        public void close() {
            open.close(CloseOptions.timeout(LONGEST_CLOSE));
        }
    }
}
