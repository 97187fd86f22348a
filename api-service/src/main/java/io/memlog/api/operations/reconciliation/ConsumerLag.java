package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.toMap;

import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/// How far the consumer of an index has come in Kafka. A consumer commits only what it has acknowledged.
@Component
final class ConsumerLag implements AutoCloseable {

    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private @Nullable Admin admin;

    ConsumerLag(KafkaProperties kafka) {
        Map<String, Object> all = kafka.buildAdminProperties();
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, "memlog-api-sync");
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_TIMEOUT.toMillis()));
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(CALL_TIMEOUT.toMillis()));
        this.settings = Map.copyOf(all);
    }

    /// The current end of each partition of the live and the replay topic. Every message that was acknowledged
    /// before is below it.
    ///
    /// @return the offset of each partition, named as in `topic-partition`
    /// @throws DependencyUnavailableException when Kafka is unavailable
    Map<String, Long> endOffsets(Projection projection) {
        var partitions = await(admin().describeTopics(List.of(
                                Topic.EVENTS.name(), Topic.replay(projection).name()))
                        .allTopicNames())
                .values()
                .stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<String, Long> ends = new TreeMap<>();
        offsets(partitions, OffsetSpec.latest()).forEach((partition, end) -> ends.put(partition.toString(), end));
        return ends;
    }

    /// The number of messages below these offsets that the consumer has not acknowledged. What Kafka no longer
    /// holds does not count.
    long lagBefore(Projection projection, Map<String, Long> endOffsets) {
        var committed = await(
                admin().listConsumerGroupOffsets(projection.consumerGroup()).partitionsToOffsetAndMetadata());
        Map<TopicPartition, Long> ends = new HashMap<>();
        endOffsets.forEach((name, end) -> ends.put(partition(name), end));
        var beginnings = offsets(ends.keySet(), OffsetSpec.earliest());
        long lag = 0;
        for (var end : ends.entrySet()) {
            var beginning = beginnings.getOrDefault(end.getKey(), 0L);
            var offset = committed.get(end.getKey());
            var next = offset == null ? beginning : Math.max(beginning, offset.offset());
            lag += Math.max(0, end.getValue() - next);
        }
        return lag;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin().listOffsets(partitions.stream().collect(toMap(partition -> partition, _ -> which)))
                        .all())
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private static TopicPartition partition(String name) {
        var dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(2 * CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | TimeoutException e) {
            throw unavailable(e);
        }
    }

    private static DependencyUnavailableException unavailable(Exception cause) {
        return new DependencyUnavailableException("Kafka does not report the lag of the consumers", cause);
    }

    private synchronized Admin admin() {
        try {
            if (admin == null) {
                admin = Admin.create(settings);
            }
            return admin;
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
