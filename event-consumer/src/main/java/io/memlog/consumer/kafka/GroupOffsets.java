package io.memlog.consumer.kafka;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/// How far a consumer group has come. Each call to Kafka takes at most five seconds.
public final class GroupOffsets {

    private static final long TIMEOUT_SECONDS = 5;

    private GroupOffsets() {}

    /// The current end of each partition.
    public static Map<TopicPartition, Long> ends(Admin kafka, Collection<TopicPartition> partitions)
            throws ExecutionException, TimeoutException, InterruptedException {
        return offsets(kafka, partitions, OffsetSpec.latest());
    }

    /// How many records below these ends the group has not committed. A partition without a commit is read from its
    /// beginning, and what Kafka no longer holds does not count.
    public static long lag(Admin kafka, String group, Map<TopicPartition, Long> ends)
            throws ExecutionException, TimeoutException, InterruptedException {
        var committed = await(kafka.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        var beginnings = offsets(kafka, ends.keySet(), OffsetSpec.earliest());
        long lag = 0;
        for (var end : ends.entrySet()) {
            var commit = committed.get(end.getKey());
            var beginning = requireNonNull(beginnings.get(end.getKey()));
            lag += Math.max(0, end.getValue() - (commit == null ? beginning : Math.max(beginning, commit.offset())));
        }
        return lag;
    }

    private static Map<TopicPartition, Long> offsets(
            Admin kafka, Collection<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> requested = new HashMap<>();
        partitions.forEach(partition -> requested.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(kafka.listOffsets(requested).all()).forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    /// Waits for an answer of Kafka.
    public static <T> T await(KafkaFuture<T> answer) throws ExecutionException, TimeoutException, InterruptedException {
        return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
