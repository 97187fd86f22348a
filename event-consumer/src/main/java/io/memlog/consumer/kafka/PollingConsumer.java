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

/// Follows the log with one consumer: polls a batch, has it worked on by another thread, goes on polling
/// with every partition paused so that the group does not give them away, and commits what is settled.
final class PollingConsumer implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(PollingConsumer.class);
    private static final Duration IDLE_POLL = Duration.ofMillis(200);
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(50);

    private final Consumer<byte[], byte[]> consumer;
    private final BatchWorker worker;
    private final ExecutorService workerThread;
    private final ConsumerProperties settings;
    private final PendingOffsets commits;
    private final LagMonitor lag;
    private final Runnable joined;
    private @Nullable InFlightBatch flight;

    /// @param joined runs when partitions were assigned while nothing is in flight
    PollingConsumer(
            Consumer<byte[], byte[]> consumer,
            BatchWorker worker,
            ExecutorService workerThread,
            ConsumerProperties settings,
            LagMonitor lag,
            Runnable joined) {
        this.consumer = consumer;
        this.worker = worker;
        this.workerThread = workerThread;
        this.settings = settings;
        this.commits = new PendingOffsets(consumer);
        this.lag = lag;
        this.joined = joined;
    }

    /// Returns when it is to stop: what was in flight is committed as far as it is settled.
    void follow(List<String> topics, BooleanSupplier stop) {
        consumer.subscribe(topics, this);
        while (!stop.getAsBoolean()) {
            var current = flight;
            if (current == null) {
                takeOff(consumer.poll(IDLE_POLL));
            } else if (current.endsWithin(BETWEEN_POLLS)) {
                land(current);
            } else {
                keepMembership();
            }
            lag.whenDue(flight == null ? Map.of() : flight.start());
        }
        end(settings.stopWait());
    }

    private void takeOff(ConsumerRecords<byte[], byte[]> polled) {
        commits.commit();
        if (!polled.isEmpty()) {
            consumer.pause(consumer.assignment());
            var batch = new Batch(polled);
            flight = new InFlightBatch(batch, workerThread.submit(() -> worker.work(batch)));
        }
    }

    private void keepMembership() {
        if (!consumer.poll(Duration.ZERO).isEmpty()) {
            throw new IllegalStateException("a paused partition brought messages");
        }
    }

    private void land(InFlightBatch ended) {
        flight = null;
        commits.add(ended.settled());
        commits.commit();
        if (ended.leavesUndone()) {
            throw new IllegalStateException("a batch broke off before everything was settled", ended.failure());
        }
        consumer.resume(consumer.paused());
    }

    /// Ends the batch in flight, and commits what is settled of it.
    private void end(Duration wait) {
        var current = flight;
        if (current != null && !current.isGivenUp()) {
            current.windUp();
            if (current.endsWithin(wait)) {
                flight = null;
                commits.add(current.settled());
            } else {
                log.warn("a batch did not end within {}; it will be worked on again", wait);
                current.disown(current.start().keySet());
            }
        }
        commits.commit();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            end(settings.revocationWait());
            commits.forget(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        commits.forget(partitions);
        if (flight != null) {
            flight.disown(partitions);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        if (flight == null) {
            joined.run();
        } else {
            consumer.pause(partitions);
        }
    }
}
