package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.toMap;

import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/// Asks Kafka where the partitions end and how far the consumer's group has committed. A consumer commits
/// only what is settled.
@Component
final class KafkaConsumerLag implements ConsumerLag, AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final SyncProperties properties;
    private @Nullable Admin admin;

    KafkaConsumerLag(KafkaProperties kafka, SyncProperties properties) {
        Map<String, Object> all = kafka.buildAdminProperties();
        all.put(AdminClientConfig.CLIENT_ID_CONFIG, "memlog-api-sync");
        all.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()));
        all.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(LONGEST.toMillis()));
        this.settings = Map.copyOf(all);
        this.properties = properties;
    }

    @Override
    public Map<String, Long> ends(Projection projection) {
        var topics = List.of(Topic.EVENTS.name(), Topic.replay(projection).name());
        var partitions = await(admin().describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .collect(toMap(partition -> partition, _ -> OffsetSpec.latest()));
        Map<String, Long> ends = new TreeMap<>();
        await(admin().listOffsets(partitions).all())
                .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
        return ends;
    }

    @Override
    public long waiting(Projection projection, Map<String, Long> ends) {
        var committed = await(
                admin().listConsumerGroupOffsets(properties.groupOf(projection)).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - committed(committed, end.getKey())))
                .sum();
    }

    private static long committed(Map<TopicPartition, OffsetAndMetadata> offsets, String partition) {
        return offsets.entrySet().stream()
                .filter(offset ->
                        offset.getValue() != null && offset.getKey().toString().equals(partition))
                .mapToLong(offset -> offset.getValue().offset())
                .findFirst()
                .orElse(0);
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(2 * LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw away(e);
        } catch (ExecutionException | TimeoutException e) {
            throw away(e);
        }
    }

    private static DependencyUnavailableException away(Exception cause) {
        return new DependencyUnavailableException("Kafka does not say what waits for the consumers", cause);
    }

    private synchronized Admin admin() {
        try {
            if (admin == null) {
                admin = Admin.create(settings);
            }
            return admin;
        } catch (KafkaException e) {
            throw away(e);
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
