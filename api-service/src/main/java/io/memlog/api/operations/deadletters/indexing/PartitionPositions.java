package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the consumer at the position of the index in each partition.
final class PartitionPositions {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionPositions.class);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Partition, Long> indexed = new HashMap<>();

    PartitionPositions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Consumes exactly these partitions from the positions of the index.
    void assign(Map<Partition, Long> positions) {
        var assignment = new HashSet<TopicPartition>();
        positions.keySet().forEach(partition -> assignment.add(kafka(partition)));
        if (!consumer.assignment().equals(assignment)) {
            consumer.assign(assignment);
        }
        indexed.keySet().retainAll(positions.keySet());
        positions.forEach(this::seekIfMoved);
    }

    private void seekIfMoved(Partition partition, long next) {
        var before = indexed.put(partition, next);
        if (before == null || before != next) {
            consumer.seek(kafka(partition), next);
        }
    }

    long of(Partition partition) {
        return Objects.requireNonNull(indexed.get(partition));
    }

    /// @param read     the position of the consumer
    /// @param position of the index, which differs when another instance has moved it
    void advance(Partition partition, long read, long position) {
        indexed.put(partition, position);
        if (read != position) {
            consumer.seek(kafka(partition), position);
        }
    }

    /// Seeks back to the position of the index.
    void rewind() {
        indexed.forEach((partition, next) -> consumer.seek(kafka(partition), next));
    }

    /// The next offset no longer exists, because of retention or lost data: continues with the oldest record.
    void restart(Collection<TopicPartition> partitions) {
        LOG.atWarn()
                .addKeyValue("partitions", partitions)
                .log(
                        "The dead-letter topics no longer hold the next offset; the indexer continues with the oldest record");
        consumer.seekToBeginning(partitions);
    }

    /// The number of records that are not read.
    long lag() {
        var ends = consumer.endOffsets(consumer.assignment(), CALL_TIMEOUT);
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), CALL_TIMEOUT)))
                .sum();
    }

    private static TopicPartition kafka(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }
}
