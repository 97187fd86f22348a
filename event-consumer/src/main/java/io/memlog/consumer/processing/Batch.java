package io.memlog.consumer.processing;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// The records of one poll, and which of them are acknowledged.
public final class Batch {

    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final Map<TopicPartition, Set<Long>> open = new LinkedHashMap<>();

    /// @param records of each partition in the order of their offsets
    public Batch(Collection<ConsumerRecord<byte[], byte[]>> records) {
        this.records = List.copyOf(records);
        for (var each : records) {
            open.computeIfAbsent(partition(each), _ -> new HashSet<>()).add(each.offset());
        }
    }

    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    void acknowledge(Collection<ConsumerRecord<byte[], byte[]>> done) {
        for (var each : done) {
            open.getOrDefault(partition(each), Set.of()).remove(each.offset());
        }
    }

    boolean isAcknowledged(ConsumerRecord<byte[], byte[]> each) {
        return !open.getOrDefault(partition(each), Set.of()).contains(each.offset());
    }

    public boolean isAcknowledged() {
        return open.values().stream().allMatch(Set::isEmpty);
    }

    public Set<TopicPartition> partitions() {
        return open.keySet();
    }

    /// The first offset of each partition that is not acknowledged.
    public Map<TopicPartition, Long> openOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        open.forEach((partition, ofPartition) ->
                ofPartition.stream().min(Long::compare).ifPresent(first -> offsets.put(partition, first)));
        return offsets;
    }

    /// The offsets to commit: in each partition, all records before it are acknowledged.
    public Map<TopicPartition, OffsetAndMetadata> acknowledgedOffsets() {
        var openOffsets = openOffsets();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (var each : records) {
            if (each.offset() < openOffsets.getOrDefault(partition(each), Long.MAX_VALUE)) {
                offsets.put(partition(each), new OffsetAndMetadata(each.offset() + 1, each.leaderEpoch(), ""));
            }
        }
        return offsets;
    }

    static TopicPartition partition(ConsumerRecord<byte[], byte[]> each) {
        return new TopicPartition(each.topic(), each.partition());
    }
}
