package io.memlog.consumer.kafka;

import io.memlog.consumer.processing.Batch;
import io.memlog.consumer.processing.BatchWorker;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Consumes the log with one Kafka consumer: polls a batch, lets a worker thread process it, and commits what
/// is acknowledged. Meanwhile it continues to poll with all partitions paused, to remain a member of the
/// group.
final class PollingConsumer implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(PollingConsumer.class);
    private static final Duration IDLE_POLL_TIMEOUT = Duration.ofMillis(200);
    private static final Duration PAUSED_POLL_INTERVAL = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final BatchWorker worker;
    private final ExecutorService workerThread;
    private final ConsumerProperties settings;
    private final PendingOffsets pendingOffsets;
    private final LagMonitor lag;
    private final Runnable onAssigned;
    private @Nullable InFlightBatch inFlight;

    /// @param onAssigned runs when partitions are assigned while no batch is in flight
    PollingConsumer(
            Consumer<byte[], byte[]> consumer,
            BatchWorker worker,
            ExecutorService workerThread,
            ConsumerProperties settings,
            LagMonitor lag,
            Runnable onAssigned) {
        this.consumer = consumer;
        this.worker = worker;
        this.workerThread = workerThread;
        this.settings = settings;
        this.pendingOffsets = new PendingOffsets(consumer);
        this.lag = lag;
        this.onAssigned = onAssigned;
    }

    /// Runs until the stop is requested; what is acknowledged of the batch in flight is committed.
    void run(List<String> topics, BooleanSupplier stopRequested) {
        consumer.subscribe(topics, this);
        while (!stopRequested.getAsBoolean()) {
            var current = inFlight;
            if (current == null) {
                startBatch(consumer.poll(IDLE_POLL_TIMEOUT));
            } else if (current.awaitEnd(PAUSED_POLL_INTERVAL)) {
                finishBatch(current);
            } else {
                pollWhilePaused();
            }
            lag.measureIfDue(inFlight == null ? Map.of() : inFlight.startOffsets());
        }
        endBatch(settings.shutdownTimeout());
    }

    private void startBatch(ConsumerRecords<byte[], byte[]> polled) {
        pendingOffsets.commit();
        if (!polled.isEmpty()) {
            consumer.pause(consumer.assignment());
            var batch = new Batch(polled);
            inFlight = new InFlightBatch(batch, workerThread.submit(() -> worker.process(batch)));
        }
    }

    private void pollWhilePaused() {
        if (!consumer.poll(Duration.ZERO).isEmpty()) {
            throw new IllegalStateException("a paused partition returned records");
        }
    }

    private void finishBatch(InFlightBatch finished) {
        inFlight = null;
        pendingOffsets.add(finished.acknowledgedOffsets());
        pendingOffsets.commit();
        if (finished.isIncomplete()) {
            throw new IllegalStateException(
                    "a batch ended before all its records were acknowledged", finished.failure());
        }
        consumer.resume(consumer.paused());
    }

    /// Cancels the batch in flight, and commits what is acknowledged of it.
    private void endBatch(Duration timeout) {
        var current = inFlight;
        if (current != null && !current.isFullyRevoked()) {
            current.cancel();
            if (current.awaitEnd(timeout)) {
                inFlight = null;
                pendingOffsets.add(current.acknowledgedOffsets());
            } else {
                log.warn("a batch did not end within {}; its records are processed again", timeout);
                current.markRevoked(current.startOffsets().keySet());
            }
        }
        pendingOffsets.commit();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            endBatch(settings.revocationTimeout());
            pendingOffsets.remove(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        pendingOffsets.remove(partitions);
        if (inFlight != null) {
            inFlight.markRevoked(partitions);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (inFlight == null) {
            onAssigned.run();
        } else {
            consumer.pause(partitions);
        }
    }
}
