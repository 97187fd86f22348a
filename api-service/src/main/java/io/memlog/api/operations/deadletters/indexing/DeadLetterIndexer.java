package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator.Dependency;
import io.memlog.schemas.retry.Backoff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/// Consumes the dead-letter topics on a thread of its own. After any failure a new session continues from the
/// position of the index.
final class DeadLetterIndexer implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterIndexer.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final KafkaClients clients;
    private final DeadLetterIndex index;
    private final DeadLetterBatchWriter writer;
    private final DeadLettersHealthIndicator health;
    private final Backoff backoff;
    private final Duration refreshInterval;
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private @Nullable Run run;

    private record Run(CountDownLatch stop, Thread thread) {}

    DeadLetterIndexer(
            KafkaClients clients,
            DeadLetterIndex index,
            DeadLetterBatchWriter writer,
            DeadLettersHealthIndicator health,
            Backoff backoff,
            Duration refreshInterval) {
        this.clients = clients;
        this.index = index;
        this.writer = writer;
        this.health = health;
        this.backoff = backoff;
        this.refreshInterval = refreshInterval;
    }

    @Override
    public synchronized void start() {
        if (run == null) {
            var stop = new CountDownLatch(1);
            var thread = Thread.ofPlatform().daemon().name("dead-letter-index").start(() -> runUntil(stop));
            run = new Run(stop, thread);
        }
    }

    /// Waits for the batch in flight up to a timeout; a batch that is not indexed by then is read again.
    @Override
    public synchronized void stop() {
        if (run == null) {
            return;
        }
        run.stop.countDown();
        var consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            if (!run.thread.join(STOP_TIMEOUT)) {
                run.thread.interrupt();
            }
        } catch (InterruptedException e) {
            run.thread.interrupt();
            Thread.currentThread().interrupt();
        }
        run = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return run != null;
    }

    private void runUntil(CountDownLatch stop) {
        try {
            do {
                tryConsume(stop);
            } while (!stop.await(backoff.next().toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException | InterruptException e) {
            LOG.atInfo().log("The dead-letter indexer was interrupted; it continues from its last batch");
        }
    }

    private void tryConsume(CountDownLatch stop) throws InterruptedException {
        try {
            consume(stop);
        } catch (WakeupException e) {
            LOG.atDebug().setCause(e).log("The dead-letter indexer was woken up to stop");
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            health.failed(Dependency.KAFKA, e);
        } catch (RuntimeException e) {
            health.failed(Dependency.POSTGRES, e);
        }
    }

    private void consume(CountDownLatch stop) throws InterruptedException {
        var consumer = clients.consumer();
        current = consumer;
        try {
            consume(consumer, stop);
        } finally {
            current = null;
            consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private void consume(Consumer<byte[], byte[]> consumer, CountDownLatch stop) throws InterruptedException {
        var admin = clients.admin();
        var session = new ConsumerSession(consumer, admin, index, writer, health, refreshInterval);
        try {
            session.run(stop);
        } finally {
            admin.close(CLOSE_TIMEOUT);
            if (session.hasConnected()) {
                backoff.reset();
            }
        }
    }
}
