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
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/// How far the consumer of an index has come in Kafka. A consumer commits only what it has acknowledged.
@Component
final class ConsumerLag implements AutoCloseable {

    private static final int TIMEOUT_MILLIS = 5_000;

    private final Map<String, Object> settings;
    private @Nullable Admin admin;

    ConsumerLag(KafkaAdmin kafka) {
        this.settings = new HashMap<>(kafka.getConfigurationProperties());
        this.settings.put(AdminClientConfig.CLIENT_ID_CONFIG, "memlog-api-sync");
        this.settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
        this.settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, TIMEOUT_MILLIS);
    }

    /// The current end of each partition of the live and the replay topic. Every message that was acknowledged
    /// before is below it.
    ///
    /// @return the offset of each partition, named as in `topic-partition`
    /// @throws DependencyUnavailableException when Kafka is unavailable
    Map<String, Long> endOffsets(Projection projection) {
        var names = List.of(Topic.EVENTS.name(), Topic.replay(projection).name());
        var partitions = ask(kafka -> kafka.describeTopics(names).allTopicNames()).values().stream()
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
        var committed = ask(kafka ->
                kafka.listConsumerGroupOffsets(projection.consumerGroup()).partitionsToOffsetAndMetadata());
        var ends = endOffsets.entrySet().stream().collect(toMap(end -> partition(end.getKey()), Map.Entry::getValue));
        var beginnings = offsets(ends.keySet(), OffsetSpec.earliest());
        long lag = 0;
        for (var end : ends.entrySet()) {
            var offset = committed.get(end.getKey());
            var next = Math.max(beginnings.getOrDefault(end.getKey(), 0L), offset == null ? 0 : offset.offset());
            lag += Math.max(0, end.getValue() - next);
        }
        return lag;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ask(kafka -> kafka.listOffsets(partitions.stream().collect(toMap(partition -> partition, _ -> which)))
                        .all())
                .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
        return offsets;
    }

    private static TopicPartition partition(String name) {
        var dash = name.lastIndexOf('-');
        return new TopicPartition(name.substring(0, dash), Integer.parseInt(name.substring(dash + 1)));
    }

    private <T> T ask(Function<Admin, KafkaFuture<T>> question) {
        try {
            return question.apply(admin()).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(e);
        } catch (ExecutionException | KafkaException e) {
            throw unavailable(e);
        }
    }

    private static DependencyUnavailableException unavailable(Exception cause) {
        return new DependencyUnavailableException("Kafka does not report the lag of the consumers", cause);
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = Admin.create(settings);
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }
}
