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

/// The records of one poll, and which of them are acknowledged. One thread processes it; another reads it
/// only after that thread has finished.
public final class Batch {

    private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
    private final Map<TopicPartition, Set<Long>> acknowledged = new HashMap<>();
    private final Map<MemoryKey, Optional<Long>> versionsBefore = new HashMap<>();
    private final CancellableSleeper cancellation = new CancellableSleeper();
    private final Sleeper sleeper;

    public Batch(ConsumerRecords<byte[], byte[]> polled) {
        this(polled, null);
    }

    /// @param sleeper replaces real time in tests; null sleeps until [#cancel]
    Batch(ConsumerRecords<byte[], byte[]> polled, @Nullable Sleeper sleeper) {
        this.sleeper = sleeper == null ? cancellation : sleeper;
        for (var partition : polled.partitions()) {
            records.put(partition, List.copyOf(polled.records(partition)));
        }
    }

    /// Ends the processing before its next step, and a back-off at once.
    public void cancel() {
        cancellation.cancel();
    }

    public int size() {
        return records.values().stream().mapToInt(List::size).sum();
    }

    /// The first offset of each partition.
    public Map<TopicPartition, Long> startOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        records.forEach((partition, ofPartition) ->
                offsets.put(partition, ofPartition.getFirst().offset()));
        return offsets;
    }

    /// The offsets to commit: in each partition, all records before it are acknowledged.
    public Map<TopicPartition, OffsetAndMetadata> acknowledgedOffsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        records.forEach((partition, ofPartition) -> {
            var done = acknowledged.getOrDefault(partition, Set.of());
            for (var each : ofPartition) {
                if (!done.contains(each.offset())) {
                    break;
                }
                offsets.put(partition, new OffsetAndMetadata(each.offset() + 1, each.leaderEpoch(), ""));
            }
        });
        return offsets;
    }

    public boolean isAcknowledged() {
        return size() == acknowledged.values().stream().mapToInt(Set::size).sum();
    }

    boolean isAcknowledged(IndexTask task) {
        return acknowledged
                .getOrDefault(partition(task.record()), Set.of())
                .contains(task.record().offset());
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records.values().stream().flatMap(List::stream).toList();
    }

    Sleeper sleeper() {
        return sleeper;
    }

    /// The stored versions before this batch changed them; empty for a memory that was not stored.
    Map<MemoryKey, Optional<Long>> versionsBefore() {
        return versionsBefore;
    }

    void acknowledge(Collection<ConsumerRecord<byte[], byte[]>> done) {
        for (var each : done) {
            acknowledged
                    .computeIfAbsent(partition(each), ignored -> new HashSet<>())
                    .add(each.offset());
        }
    }

    private static TopicPartition partition(ConsumerRecord<byte[], byte[]> each) {
        return new TopicPartition(each.topic(), each.partition());
    }
}
