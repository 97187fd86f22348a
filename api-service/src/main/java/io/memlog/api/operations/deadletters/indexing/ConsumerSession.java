package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator;
import io.memlog.api.operations.deadletters.DeadLettersHealthIndicator.Dependency;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;

/// Indexes the dead-letter topics until it is stopped or a dependency fails.
final class ConsumerSession {

    private static final Duration MAX_POLL = Duration.ofMillis(500);
    private static final Duration MISSING_TOPIC_RETRY = Duration.ofSeconds(1);
    private static final Duration LAG_INTERVAL = Duration.ofSeconds(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final DeadLetterIndex index;
    private final DeadLetterBatchWriter writer;
    private final DeadLettersHealthIndicator health;
    private final PartitionPositions positions;
    private final Duration refreshInterval;
    private long nextRefresh = System.nanoTime();
    private long nextLag = System.nanoTime();
    private boolean hasConnected;

    ConsumerSession(
            Consumer<byte[], byte[]> consumer,
            Admin admin,
            DeadLetterIndex index,
            DeadLetterBatchWriter writer,
            DeadLettersHealthIndicator health,
            Duration refreshInterval) {
        this.consumer = consumer;
        this.admin = admin;
        this.index = index;
        this.writer = writer;
        this.health = health;
        this.positions = new PartitionPositions(consumer);
        this.refreshInterval = refreshInterval;
    }

    void run(CountDownLatch stop) throws InterruptedException {
        while (stop.getCount() > 0) {
            if (System.nanoTime() - nextRefresh >= 0) {
                refresh();
            }
            if (consumer.assignment().isEmpty()) {
                var _ = stop.await(MAX_POLL.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                indexNext();
            }
        }
    }

    /// Whether the session has reached both Kafka and PostgreSQL.
    boolean hasConnected() {
        return hasConnected;
    }

    private void indexNext() {
        var records = poll();
        if (!records.isEmpty()) {
            writer.write(records, positions);
        }
        if (System.nanoTime() - nextLag >= 0) {
            nextLag = System.nanoTime() + LAG_INTERVAL.toNanos();
            health.updateLag(positions.lag());
        }
    }

    private void refresh() {
        index.prepare();
        var partitions = DeadLetterTopics.partitions(admin);
        positions.assign(index.positions(partitions));
        var next = DeadLetterTopics.isAnyMissing(partitions.keySet()) ? MISSING_TOPIC_RETRY : refreshInterval;
        nextRefresh = System.nanoTime() + next.toNanos();
        health.recovered(Dependency.KAFKA);
        health.recovered(Dependency.POSTGRES);
        hasConnected = true;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        try {
            return consumer.poll(MAX_POLL);
        } catch (InvalidOffsetException e) {
            positions.restart(e.partitions());
            return ConsumerRecords.empty();
        }
    }
}
