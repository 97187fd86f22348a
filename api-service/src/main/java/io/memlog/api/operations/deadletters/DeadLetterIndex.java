package io.memlog.api.operations.deadletters;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// The index of the dead-letter topics and its position in each partition. Any number of instances may write
/// it: a chunk that starts at another position than the index is ignored.
@Component
public final class DeadLetterIndex {

    private final DeadLetterPositionRepository positions;
    private final DeadLetters deadLetters;
    private final TransactionOperations transaction;

    DeadLetterIndex(
            DeadLetterPositionRepository positions, DeadLetters deadLetters, TransactionOperations transaction) {
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.transaction = transaction;
    }

    /// Consecutive records of one partition.
    ///
    /// @param from the expected position of the index
    /// @param next the position after these records
    public record PartitionChunk(TopicPartition partition, long from, long next, List<IndexedDeadLetter> records) {

        public PartitionChunk {
            records = List.copyOf(records);
        }
    }

    /// Creates missing tables; they are filled again from the beginning of the topics.
    public void prepare() {
        transaction.executeWithoutResult(_ -> positions.createMissingTables());
    }

    /// The next offsets of these partitions. A topic with another id than before is new and starts at 0.
    ///
    /// @param topicIds Kafka's id of each partition's topic
    public Map<TopicPartition, Long> positions(Map<TopicPartition, String> topicIds) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            positions.register(topicIds);
            return positions.find(topicIds.keySet());
        }));
    }

    /// Writes records and moves the positions in one transaction. The positions stay locked until the end, so a chunk
    /// that another instance has indexed is recognised.
    ///
    /// @return the positions afterwards; another instance may have moved them
    public Map<TopicPartition, Long> index(List<PartitionChunk> chunks) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var stored = positions.lock(
                    chunks.stream().map(PartitionChunk::partition).toList());
            var current = chunks.stream()
                    .filter(chunk -> Objects.equals(stored.get(chunk.partition()), chunk.from()))
                    .toList();
            deadLetters.addFailures(
                    current.stream().flatMap(chunk -> chunk.records().stream()).toList());
            positions.advance(current);
            current.forEach(chunk -> stored.put(chunk.partition(), chunk.next()));
            return stored;
        }));
    }
}
