package io.memlog.consumer.kafka;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.processing.BatchWorker;
import io.memlog.consumer.publishing.KafkaResultPublisher;
import io.memlog.schemas.retry.Backoff;
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

/// Polls until it is stopped. After any failure it restarts from the last commit.
final class RestartingPollLoop implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RestartingPollLoop.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final BatchWorker worker;
    private final KafkaResultPublisher results;
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
            KafkaResultPublisher results,
            List<String> topics,
            ConsumerProperties settings,
            ConsumerState state,
            Backoff backoff,
            Clock clock) {
        this.name = name;
        this.consumers = consumers;
        this.worker = worker;
        this.results = results;
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
            while (!stopRequestedWithin(Duration.ZERO)) {
                try {
                    poll(workerThread);
                } catch (RuntimeException | Error e) {
                    log.error("{} failed and restarts", name, e);
                    state.paused(PauseCause.KAFKA, "the consumer failed and restarts: " + e.getMessage());
                    stopRequestedWithin(backoff.next());
                }
            }
        } finally {
            state.stopped();
            workerThread.execute(results::close);
            workerThread.shutdown();
        }
    }

    private void poll(ExecutorService workerThread) {
        var consumer = consumers.get();
        try {
            var lag = new LagMonitor(consumer, settings.lagInterval(), state, clock);
            new PollingConsumer(consumer, worker, workerThread, settings, lag, this::onAssigned)
                    .run(topics, () -> stopRequestedWithin(Duration.ZERO));
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private void onAssigned() {
        backoff.reset();
        state.resumed();
    }

    private boolean stopRequestedWithin(Duration timeout) {
        try {
            return stop.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
