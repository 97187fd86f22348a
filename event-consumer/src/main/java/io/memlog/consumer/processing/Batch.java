package io.memlog.consumer.processing;

import io.memlog.schemas.memory.MemoryKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/// One batch of messages and what is settled of it. It is worked on by one thread, and read by another only
/// once that has finished.
public final class Batch {

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> messages = new LinkedHashMap<>();
    private final Map<TopicPartition, Set<Long>> settled = new HashMap<>();
    private final Map<MemoryKey, Optional<Long>> held = new HashMap<>();
    private final CancellableSleeper windUp = new CancellableSleeper();
    private final Sleeper waiting;

    public Batch(ConsumerRecords<byte[], byte[]> polled) {
        this(polled, null);
    }

    /// @param waiting lets time pass; null waits in earnest
    Batch(ConsumerRecords<byte[], byte[]> polled, @Nullable Sleeper waiting) {
        this.waiting = waiting == null ? windUp : waiting;
        for (var partition : polled.partitions()) {
            messages.put(partition, List.copyOf(polled.records(partition)));
        }
    }

    /// Asks the one who works on it to end at the next step.
    public void windUp() {
        windUp.request();
    }

    public int size() {
        return messages.values().stream().mapToInt(List::size).sum();
    }

    /// Where each partition of the batch begins.
    public Map<TopicPartition, Long> start() {
        Map<TopicPartition, Long> start = new HashMap<>();
        messages.forEach(
                (partition, records) -> start.put(partition, records.getFirst().offset()));
        return start;
    }

    /// What to commit: for each partition the offset before which everything is settled.
    public Map<TopicPartition, OffsetAndMetadata> settledUpTo() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        messages.forEach((partition, records) -> {
            var done = settled.getOrDefault(partition, Set.of());
            for (var record : records) {
                if (!done.contains(record.offset())) {
                    break;
                }
                offsets.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
            }
        });
        return offsets;
    }

    public boolean isSettled() {
        return size() == settled.values().stream().mapToInt(Set::size).sum();
    }

    boolean isSettled(IndexTask task) {
        var message = task.message();
        return settled.getOrDefault(new TopicPartition(message.topic(), message.partition()), Set.of())
                .contains(message.offset());
    }

    List<ConsumerRecord<byte[], byte[]>> messages() {
        return messages.values().stream().flatMap(List::stream).toList();
    }

    Sleeper waiting() {
        return waiting;
    }

    /// The versions that the index held before this batch touched it; empty for a memory it did not know.
    Map<MemoryKey, Optional<Long>> held() {
        return held;
    }

    void settle(Collection<ConsumerRecord<byte[], byte[]>> done) {
        for (var record : done) {
            settled.computeIfAbsent(new TopicPartition(record.topic(), record.partition()), ignored -> new HashSet<>())
                    .add(record.offset());
        }
    }
}
