package io.memlog.api.operations.deadletters.indexing;

import io.memlog.api.operations.deadletters.DeadLetterIndex;
import io.memlog.api.operations.deadletters.DeadLetterIndex.Partition;
import io.memlog.api.operations.deadletters.DeadLetterIndex.PartitionChunk;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.stereotype.Component;

/// The position of the index in each assigned partition, from which the consumer reads.
@Component
final class PartitionPositions {

    private final DeadLetterIndex index;
    private final DeadLetterTopics topics;
    private final Map<Partition, Long> indexed = new HashMap<>();

    PartitionPositions(DeadLetterIndex index, DeadLetterTopics topics) {
        this.index = index;
        this.topics = topics;
    }

    boolean areKnown() {
        return !indexed.isEmpty();
    }

    /// The next [#refresh] seeks in every partition.
    void forget() {
        indexed.clear();
    }

    /// Creates missing tables, and seeks in each assigned partition whose position in PostgreSQL is another one.
    void refresh(Consumer<?, ?> consumer) {
        index.prepare();
        var stored = index.positions(topics.partitions());
        for (var assigned : consumer.assignment()) {
            if (!stored.containsKey(partition(assigned))) {
                throw new KafkaException(assigned + " does not exist");
            }
        }
        for (var assigned : consumer.assignment()) {
            var next = Objects.requireNonNull(stored.get(partition(assigned)));
            if (!next.equals(indexed.put(partition(assigned), next))) {
                consumer.seek(assigned, next);
            }
        }
    }

    long of(Partition partition) {
        return Objects.requireNonNull(indexed.get(partition));
    }

    /// @param chunks were indexed
    /// @param stored the positions afterwards; when another instance has moved one, all are unknown
    void advance(List<PartitionChunk> chunks, Map<Partition, Long> stored) {
        if (chunks.stream().allMatch(chunk -> Objects.equals(stored.get(chunk.partition()), chunk.next()))) {
            indexed.putAll(stored);
        } else {
            forget();
        }
    }

    private static Partition partition(TopicPartition partition) {
        return new Partition(partition.topic(), partition.partition());
    }
}
