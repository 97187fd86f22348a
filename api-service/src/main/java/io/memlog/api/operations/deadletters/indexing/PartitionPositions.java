package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndexRepository.Partition;
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

/// Where the index is in each partition, and the consumer with it.
final class PartitionPositions {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionPositions.class);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(2);

    private final Consumer<byte[], byte[]> consumer;
    private final Map<Partition, Long> indexed = new HashMap<>();

    PartitionPositions(Consumer<byte[], byte[]> consumer) {
        this.consumer = consumer;
    }

    /// Follows exactly these partitions, from where the index is.
    void follow(Map<Partition, Long> positions) {
        var wanted = new HashSet<TopicPartition>();
        positions.keySet().forEach(partition -> wanted.add(kafka(partition)));
        if (!consumer.assignment().equals(wanted)) {
            consumer.assign(wanted);
        }
        indexed.keySet().retainAll(positions.keySet());
        positions.forEach(this::moveTo);
    }

    /// Goes where the index is, if it is not where it was left.
    private void moveTo(Partition partition, long next) {
        var before = indexed.put(partition, next);
        if (before == null || before != next) {
            consumer.seek(kafka(partition), next);
        }
    }

    long of(Partition partition) {
        return Objects.requireNonNull(indexed.get(partition));
    }

    /// @param read     how far the consumer has read
    /// @param position where the index is, which differs when another instance has moved it
    void reached(Partition partition, long read, long position) {
        indexed.put(partition, position);
        if (read != position) {
            consumer.seek(kafka(partition), position);
        }
    }

    /// Reads again from where the index is.
    void rewind() {
        indexed.forEach((partition, next) -> consumer.seek(kafka(partition), next));
    }

    /// What the index wants next is no longer there, or was lost with Kafka's data: what there is counts.
    void restart(Collection<TopicPartition> lost) {
        LOG.atWarn()
                .addKeyValue("partitions", lost)
                .log("The dead-letter topics do not hold what the index wants next; it goes on with what there is");
        consumer.seekToBeginning(lost);
    }

    /// How many messages are not read yet.
    long lag() {
        var ends = consumer.endOffsets(consumer.assignment(), LONGEST_CALL);
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), LONGEST_CALL)))
                .sum();
    }

    private static TopicPartition kafka(Partition partition) {
        return new TopicPartition(partition.topic(), partition.number());
    }
}
